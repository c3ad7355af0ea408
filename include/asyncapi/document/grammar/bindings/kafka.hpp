#pragma once

#include <asyncapi/document/grammar/bindings/binding.hpp>

#include <array>
#include <string_view>

/// \see Kafka Bindings 0.1.0 to 0.5.0
namespace asyncapi::grammar {

inline constexpr std::array kafka_server_fields{
    field{"schemaRegistryUrl", absolute_url}, field{"schemaRegistryVendor", text}, binding_version};
inline constexpr object_grammar kafka_server{"Kafka Server Binding Object", kafka_server_fields};
inline constexpr shape kafka_server_shape = or_reference(object(kafka_server));

inline constexpr std::array<std::string_view, 2> kafka_policies{"delete", "compact"};
inline constexpr shape kafka_policy = one_of(kafka_policies);
inline constexpr shape kafka_cleanup = list(kafka_policy);
inline constexpr std::array kafka_topic_fields{
    field{"cleanup.policy", kafka_cleanup},
    field{"retention.ms", integer},
    field{"retention.bytes", integer},
    field{"delete.retention.ms", integer},
    field{"max.message.bytes", integer},
    field{"confluent.key.schema.validation", boolean},
    field{"confluent.key.subject.name.strategy", text},
    field{"confluent.value.schema.validation", boolean},
    field{"confluent.value.subject.name.strategy", text}};
// A topic has many more settings than those that are listed.
inline constexpr object_grammar kafka_topic{"TopicConfiguration Object", kafka_topic_fields, true};
inline constexpr shape kafka_topic_shape = object(kafka_topic);

inline constexpr shape kafka_count{.is = shape::kind::integer, .least = 1};
inline constexpr std::array kafka_channel_fields{
    field{"topic", text}, field{"partitions", kafka_count}, field{"replicas", kafka_count},
    field{"topicConfiguration", kafka_topic_shape}, binding_version};
inline constexpr object_grammar kafka_channel{"Kafka Channel Binding Object", kafka_channel_fields};
inline constexpr shape kafka_channel_shape = or_reference(object(kafka_channel));

inline constexpr std::array kafka_channel_fields_0_3{
    field{"topic", text}, field{"partitions", kafka_count}, field{"replicas", kafka_count},
    binding_version};
inline constexpr object_grammar kafka_channel_0_3{"Kafka Channel Binding Object before version 0.4",
                                                  kafka_channel_fields_0_3};
inline constexpr shape kafka_channel_shape_0_3 = or_reference(object(kafka_channel_0_3));

inline constexpr std::array kafka_operation_fields{field{"groupId", schema},
                                                   field{"clientId", schema}, binding_version};
inline constexpr object_grammar kafka_operation{"Kafka Operation Binding Object",
                                                kafka_operation_fields};
inline constexpr shape kafka_operation_shape = or_reference(object(kafka_operation));

// Before bindings had versions, as in the examples of AsyncAPI 2.2.0.
inline constexpr std::array kafka_early_operation_fields{field{"groupId", text},
                                                         field{"clientId", text}};
inline constexpr object_grammar kafka_early_operation{"early Kafka Operation Binding Object",
                                                      kafka_early_operation_fields};
inline constexpr shape kafka_early_operation_shape = or_reference(object(kafka_early_operation));

inline constexpr shape kafka_key{
    .is = shape::kind::schema, .references = reference::may, .is_avro_too = true};
inline constexpr std::array kafka_message_fields{
    field{"key", kafka_key}, field{"schemaIdLocation", text},
    field{"schemaIdPayloadEncoding", text}, field{"schemaLookupStrategy", text}, binding_version};
inline constexpr object_grammar kafka_message{"Kafka Message Binding Object", kafka_message_fields};
inline constexpr shape kafka_message_shape = or_reference(object(kafka_message));

inline constexpr std::array<std::string_view, 5> kafka_versions{"0.5.0", "0.4.0", "0.3.0", "0.2.0",
                                                                "0.1.0"};
inline constexpr std::array<std::string_view, 2> kafka_since_0_4{"0.5.0", "0.4.0"};
inline constexpr std::array<std::string_view, 3> kafka_before_0_4{"0.3.0", "0.2.0", "0.1.0"};
inline constexpr std::array kafka_tables{
    binding{shape::level::server, kafka_versions, kafka_server_shape},
    binding{shape::level::channel, kafka_since_0_4, kafka_channel_shape},
    binding{shape::level::channel, kafka_before_0_4, kafka_channel_shape_0_3},
    binding{shape::level::operation, kafka_versions, kafka_operation_shape},
    binding{shape::level::operation, {}, kafka_early_operation_shape},
    binding{shape::level::message, kafka_versions, kafka_message_shape}};
inline constexpr protocol kafka{"kafka", kafka_versions, kafka_tables};

}  // namespace asyncapi::grammar
