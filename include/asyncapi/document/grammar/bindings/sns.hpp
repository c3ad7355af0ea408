#pragma once

#include <asyncapi/document/grammar/bindings/aws.hpp>

#include <array>
#include <string_view>

/// \see SNS Bindings 0.1.0 to 1.0.0
namespace asyncapi::grammar {

inline constexpr std::array<std::string_view, 2> sns_topic_types{"standard", "FIFO"};
inline constexpr shape sns_topic_type = one_of(sns_topic_types);
inline constexpr std::array sns_ordering_fields{required("type", sns_topic_type),
                                                field{"contentBasedDeduplication", boolean}};
inline constexpr object_grammar sns_ordering{"SNS ordering", sns_ordering_fields};
inline constexpr shape sns_ordering_shape = object(sns_ordering);

inline constexpr std::array sns_policy_fields{required("statements", aws_statements)};
inline constexpr object_grammar sns_policy{"SNS Policy", sns_policy_fields};
inline constexpr shape sns_policy_shape = object(sns_policy);

inline constexpr std::array sns_channel_fields{
    required("name", text), field{"ordering", sns_ordering_shape},
    field{"policy", sns_policy_shape}, field{"tags", any_map}, binding_version};
inline constexpr object_grammar sns_channel{"SNS Channel Binding Object", sns_channel_fields};
inline constexpr shape sns_channel_shape = or_reference(object(sns_channel));

inline constexpr std::array sns_identifier_fields{field{"url", text}, field{"email", text},
                                                  field{"phone", text}, field{"arn", text},
                                                  field{"name", text}};
inline constexpr object_grammar sns_identifier{"SNS Identifier", sns_identifier_fields};
inline constexpr shape sns_identifier_shape = object(sns_identifier);

inline constexpr std::array sns_redrive_fields{required("deadLetterQueue", sns_identifier_shape),
                                               field{"maxReceiveCount", integer}};
inline constexpr object_grammar sns_redrive{"SNS Redrive Policy", sns_redrive_fields};
inline constexpr shape sns_redrive_shape = object(sns_redrive);

inline constexpr std::array<std::string_view, 4> sns_backoffs{"arithmetic", "exponential",
                                                              "geometric", "linear"};
inline constexpr shape sns_backoff = one_of(sns_backoffs);
inline constexpr std::array sns_delivery_fields{
    field{"minDelayTarget", integer},      field{"maxDelayTarget", integer},
    field{"numRetries", integer},          field{"numNoDelayRetries", integer},
    field{"numMinDelayRetries", integer},  field{"numMaxDelayRetries", integer},
    field{"backoffFunction", sns_backoff}, field{"maxReceivesPerSecond", integer}};
inline constexpr object_grammar sns_delivery{"SNS Delivery Policy", sns_delivery_fields};
inline constexpr shape sns_delivery_shape = object(sns_delivery);

inline constexpr std::array<std::string_view, 9> sns_endpoint_protocols{
    "http", "https", "email", "email-json", "sms", "sqs", "application", "lambda", "firehose"};
inline constexpr shape sns_endpoint_protocol = one_of(sns_endpoint_protocols);
// The text writes them with capitals, its first schemas did not.
inline constexpr std::array<std::string_view, 4> sns_filter_scopes{
    "MessageAttributes", "MessageBody", "messageAttributes", "messageBody"};
inline constexpr shape sns_filter_scope = one_of(sns_filter_scopes);
inline constexpr std::array sns_consumer_fields{required("protocol", sns_endpoint_protocol),
                                                required("endpoint", sns_identifier_shape),
                                                field{"filterPolicy", any_map},
                                                field{"filterPolicyScope", sns_filter_scope},
                                                required("rawMessageDelivery", boolean),
                                                field{"redrivePolicy", sns_redrive_shape},
                                                field{"deliveryPolicy", sns_delivery_shape},
                                                field{"displayName", text}};
inline constexpr object_grammar sns_consumer{"SNS Consumer", sns_consumer_fields};
inline constexpr shape sns_consumer_shape = object(sns_consumer);
inline constexpr shape sns_consumers = list(sns_consumer_shape);

inline constexpr std::array sns_operation_fields{
    field{"topic", sns_identifier_shape}, field{"consumers", sns_consumers},
    field{"deliveryPolicy", sns_delivery_shape}, binding_version};
inline constexpr object_grammar sns_operation{"SNS Operation Binding Object", sns_operation_fields};
inline constexpr shape sns_operation_shape = or_reference(object(sns_operation));

inline constexpr std::array<std::string_view, 4> sns_versions{"1.0.0", "0.2.0", "0.1.1", "0.1.0"};
inline constexpr std::array sns_tables{
    binding{shape::level::channel, sns_versions, sns_channel_shape},
    binding{shape::level::operation, sns_versions, sns_operation_shape}};
inline constexpr protocol sns{"sns", sns_versions, sns_tables};

}  // namespace asyncapi::grammar
