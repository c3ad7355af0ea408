#pragma once

#include <asyncapi/document/grammar/bindings/binding.hpp>

#include <array>
#include <string_view>

/// \see AMQP 0-9-1 Bindings 0.1.0 to 0.3.0
namespace asyncapi::grammar {

inline constexpr shape amqp_name{.is = shape::kind::text, .max_length = 255};

// Both are of type Map[string, any]: brokers have settings of their own.
inline constexpr std::array<std::string_view, 5> amqp_exchange_types{"topic", "direct", "fanout",
                                                                     "default", "headers"};
inline constexpr shape amqp_exchange_type = one_of(amqp_exchange_types);
inline constexpr std::array amqp_exchange_fields{
    field{"name", amqp_name}, field{"type", amqp_exchange_type}, field{"durable", boolean},
    field{"autoDelete", boolean}, field{"vhost", text}};
inline constexpr object_grammar amqp_exchange{"AMQP exchange", amqp_exchange_fields, true};
inline constexpr shape amqp_exchange_shape = object(amqp_exchange);

inline constexpr std::array amqp_queue_fields{field{"name", amqp_name}, field{"durable", boolean},
                                              field{"exclusive", boolean},
                                              field{"autoDelete", boolean}, field{"vhost", text}};
inline constexpr object_grammar amqp_queue{"AMQP queue", amqp_queue_fields, true};
inline constexpr shape amqp_queue_shape = object(amqp_queue);

inline constexpr std::array<std::string_view, 2> amqp_channel_kinds{"queue", "routingKey"};
inline constexpr shape amqp_channel_kind = one_of(amqp_channel_kinds);
inline constexpr std::array amqp_channel_fields{field{"is", amqp_channel_kind},
                                                field{"exchange", amqp_exchange_shape},
                                                field{"queue", amqp_queue_shape}, binding_version};
inline constexpr object_grammar amqp_channel{"AMQP Channel Binding Object", amqp_channel_fields};
inline constexpr shape amqp_channel_shape = or_reference(object(amqp_channel));

inline constexpr shape amqp_delivery_mode{.is = shape::kind::integer, .least = 1, .most = 2};
inline constexpr std::array amqp_operation_fields{
    field{"expiration", natural}, field{"userId", text},
    field{"cc", texts},           field{"priority", integer},
    field{"mandatory", boolean},  field{"deliveryMode", amqp_delivery_mode},
    field{"bcc", texts},          field{"timestamp", boolean},
    field{"ack", boolean},        binding_version};
inline constexpr object_grammar amqp_operation{"AMQP Operation Binding Object",
                                               amqp_operation_fields};
inline constexpr shape amqp_operation_shape = or_reference(object(amqp_operation));

inline constexpr std::array amqp_operation_fields_0_2{field{"expiration", natural},
                                                      field{"userId", text},
                                                      field{"cc", texts},
                                                      field{"priority", integer},
                                                      field{"mandatory", boolean},
                                                      field{"deliveryMode", amqp_delivery_mode},
                                                      field{"bcc", texts},
                                                      field{"timestamp", boolean},
                                                      field{"ack", boolean},
                                                      field{"replyTo", text},
                                                      binding_version};
inline constexpr object_grammar amqp_operation_0_2{"AMQP Operation Binding Object of version 0.2.0",
                                                   amqp_operation_fields_0_2};
inline constexpr shape amqp_operation_shape_0_2 = or_reference(object(amqp_operation_0_2));

inline constexpr std::array amqp_message_fields{field{"contentEncoding", text},
                                                field{"messageType", text}, binding_version};
inline constexpr object_grammar amqp_message{"AMQP Message Binding Object", amqp_message_fields};
inline constexpr shape amqp_message_shape = or_reference(object(amqp_message));

inline constexpr std::array<std::string_view, 3> amqp_versions{"0.3.0", "0.2.0", "0.1.0"};
inline constexpr std::array<std::string_view, 1> amqp_0_3{"0.3.0"};
inline constexpr std::array<std::string_view, 2> amqp_0_2{"0.2.0", "0.1.0"};

inline constexpr std::array amqp_tables{
    binding{shape::level::channel, amqp_versions, amqp_channel_shape},
    binding{shape::level::operation, amqp_0_3, amqp_operation_shape},
    binding{shape::level::operation, amqp_0_2, amqp_operation_shape_0_2},
    binding{shape::level::message, amqp_versions, amqp_message_shape}};
inline constexpr protocol amqp{"amqp", amqp_versions, amqp_tables};

}  // namespace asyncapi::grammar
