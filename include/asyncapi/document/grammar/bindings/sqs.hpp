#pragma once

#include <asyncapi/document/grammar/bindings/aws.hpp>

#include <array>
#include <string_view>

/// \see SQS Bindings 0.1.0 to 0.3.0
namespace asyncapi::grammar {

inline constexpr std::array sqs_identifier_fields{field{"arn", text}, field{"name", text}};
inline constexpr object_grammar sqs_identifier{"SQS Identifier", sqs_identifier_fields};
inline constexpr shape sqs_identifier_shape = object(sqs_identifier);

inline constexpr std::array sqs_redrive_fields{required("deadLetterQueue", sqs_identifier_shape),
                                               field{"maxReceiveCount", integer}};
inline constexpr object_grammar sqs_redrive{"SQS Redrive Policy", sqs_redrive_fields};
inline constexpr shape sqs_redrive_shape = object(sqs_redrive);

// The text has it with a capital, its examples have it without.
inline constexpr std::array sqs_policy_fields{field{"statements", aws_statements},
                                              field{"Statements", aws_statements}};
inline constexpr object_grammar sqs_policy{"SQS Policy", sqs_policy_fields};
inline constexpr shape sqs_policy_shape = object(sqs_policy);

inline constexpr std::array<std::string_view, 2> sqs_scopes{"messageGroup", "queue"};
inline constexpr shape sqs_scope = one_of(sqs_scopes);
inline constexpr std::array<std::string_view, 2> sqs_limits{"perQueue", "perMessageGroupId"};
inline constexpr shape sqs_limit = one_of(sqs_limits);
inline constexpr shape sqs_delay{.is = shape::kind::integer, .least = 0, .most = 900};
inline constexpr shape sqs_visibility{.is = shape::kind::integer, .least = 0, .most = 43'200};
inline constexpr shape sqs_retention{.is = shape::kind::integer, .least = 60, .most = 1'209'600};
inline constexpr std::array sqs_queue_fields{required("name", text),
                                             required("fifoQueue", boolean),
                                             field{"deduplicationScope", sqs_scope},
                                             field{"fifoThroughputLimit", sqs_limit},
                                             field{"deliveryDelay", sqs_delay},
                                             field{"visibilityTimeout", sqs_visibility},
                                             field{"receiveMessageWaitTime", natural},
                                             field{"messageRetentionPeriod", sqs_retention},
                                             field{"redrivePolicy", sqs_redrive_shape},
                                             field{"policy", sqs_policy_shape},
                                             field{"tags", any_map}};
inline constexpr object_grammar sqs_queue{"SQS Queue", sqs_queue_fields};
inline constexpr shape sqs_queue_shape = or_reference(object(sqs_queue));

// Other queues of the specification's own examples do not say whether they are FIFO queues.
inline constexpr std::array sqs_other_queue_fields{required("name", text),
                                                   field{"fifoQueue", boolean},
                                                   field{"deduplicationScope", sqs_scope},
                                                   field{"fifoThroughputLimit", sqs_limit},
                                                   field{"deliveryDelay", sqs_delay},
                                                   field{"visibilityTimeout", sqs_visibility},
                                                   field{"receiveMessageWaitTime", natural},
                                                   field{"messageRetentionPeriod", sqs_retention},
                                                   field{"redrivePolicy", sqs_redrive_shape},
                                                   field{"policy", sqs_policy_shape},
                                                   field{"tags", any_map}};
inline constexpr object_grammar sqs_other_queue{"SQS Queue", sqs_other_queue_fields};
inline constexpr shape sqs_other_queue_shape = or_reference(object(sqs_other_queue));
inline constexpr shape sqs_queues = list(sqs_other_queue_shape);

inline constexpr std::array sqs_channel_fields{required("queue", sqs_queue_shape),
                                               field{"deadLetterQueue", sqs_other_queue_shape},
                                               binding_version};
inline constexpr object_grammar sqs_channel{"SQS Channel Binding Object", sqs_channel_fields};
inline constexpr shape sqs_channel_shape = or_reference(object(sqs_channel));

inline constexpr std::array sqs_operation_fields{required("queues", sqs_queues), binding_version};
inline constexpr object_grammar sqs_operation{"SQS Operation Binding Object", sqs_operation_fields};
inline constexpr shape sqs_operation_shape = or_reference(object(sqs_operation));

inline constexpr std::array<std::string_view, 3> sqs_versions{"0.3.0", "0.2.0", "0.1.0"};
inline constexpr std::array sqs_tables{
    binding{shape::level::channel, sqs_versions, sqs_channel_shape},
    binding{shape::level::operation, sqs_versions, sqs_operation_shape}};
inline constexpr protocol sqs{"sqs", sqs_versions, sqs_tables};

}  // namespace asyncapi::grammar
