#pragma once

#include <asyncapi/document/grammar/bindings/binding.hpp>

#include <array>
#include <string_view>

/// \see IBM MQ Bindings 0.1.0
namespace asyncapi::grammar {

inline constexpr shape ibmmq_heart_beat{.is = shape::kind::integer, .least = 0, .most = 999'999};
inline constexpr std::array ibmmq_server_fields{field{"groupId", text},
                                                field{"ccdtQueueManagerName", text},
                                                field{"cipherSpec", text},
                                                field{"multiEndpointServer", boolean},
                                                field{"heartBeatInterval", ibmmq_heart_beat},
                                                binding_version};
inline constexpr object_grammar ibmmq_server{"IBM MQ Server Binding Object", ibmmq_server_fields};
inline constexpr shape ibmmq_server_shape = or_reference(object(ibmmq_server));

// Both are of type Map[string, any].
inline constexpr shape ibmmq_object_name{.is = shape::kind::text, .max_length = 48};
inline constexpr std::array ibmmq_queue_fields{required("objectName", ibmmq_object_name),
                                               field{"isPartitioned", boolean},
                                               field{"exclusive", boolean}};
inline constexpr object_grammar ibmmq_queue{"IBM MQ queue", ibmmq_queue_fields, true};
inline constexpr shape ibmmq_queue_shape = object(ibmmq_queue);

inline constexpr shape ibmmq_topic_string{.is = shape::kind::text, .max_length = 10'240};
inline constexpr std::array ibmmq_topic_fields{
    field{"string", ibmmq_topic_string}, field{"objectName", ibmmq_object_name},
    field{"durablePermitted", boolean}, field{"lastMsgRetained", boolean}};
inline constexpr object_grammar ibmmq_topic{"IBM MQ topic", ibmmq_topic_fields, true};
inline constexpr shape ibmmq_topic_shape = object(ibmmq_topic);

inline constexpr std::array<std::string_view, 2> ibmmq_destinations{"topic", "queue"};
inline constexpr shape ibmmq_destination = one_of(ibmmq_destinations);
inline constexpr shape ibmmq_max_length{
    .is = shape::kind::integer, .least = 0, .most = 104'857'600};
inline constexpr std::array ibmmq_channel_fields{
    field{"destinationType", ibmmq_destination}, field{"queue", ibmmq_queue_shape},
    field{"topic", ibmmq_topic_shape}, field{"maxMsgLength", ibmmq_max_length}, binding_version};
inline constexpr object_grammar ibmmq_channel{"IBM MQ Channel Binding Object",
                                              ibmmq_channel_fields};
inline constexpr shape ibmmq_channel_shape = or_reference(object(ibmmq_channel));

inline constexpr std::array<std::string_view, 3> ibmmq_message_types{"string", "jms", "binary"};
inline constexpr shape ibmmq_message_type = one_of(ibmmq_message_types);
inline constexpr std::array ibmmq_message_fields{field{"type", ibmmq_message_type},
                                                 field{"headers", text}, field{"description", text},
                                                 field{"expiry", natural}, binding_version};
inline constexpr object_grammar ibmmq_message{"IBM MQ Message Binding Object",
                                              ibmmq_message_fields};
inline constexpr shape ibmmq_message_shape = or_reference(object(ibmmq_message));

inline constexpr std::array<std::string_view, 1> ibmmq_versions{"0.1.0"};
inline constexpr std::array ibmmq_tables{
    binding{shape::level::server, ibmmq_versions, ibmmq_server_shape},
    binding{shape::level::channel, ibmmq_versions, ibmmq_channel_shape},
    binding{shape::level::message, ibmmq_versions, ibmmq_message_shape}};
inline constexpr protocol ibmmq{"ibmmq", ibmmq_versions, ibmmq_tables};

}  // namespace asyncapi::grammar
