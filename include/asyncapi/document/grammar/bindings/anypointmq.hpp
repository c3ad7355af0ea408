#pragma once

#include <asyncapi/document/grammar/bindings/binding.hpp>

#include <array>
#include <string_view>

/// \see Anypoint MQ Bindings 0.0.1
namespace asyncapi::grammar {

inline constexpr std::array<std::string_view, 3> anypointmq_destinations{"exchange", "queue",
                                                                         "fifo-queue"};
inline constexpr shape anypointmq_destination = one_of(anypointmq_destinations);
inline constexpr std::array anypointmq_channel_fields{
    field{"destination", text}, field{"destinationType", anypointmq_destination}, binding_version};
inline constexpr object_grammar anypointmq_channel{"Anypoint MQ Channel Binding Object",
                                                   anypointmq_channel_fields};
inline constexpr shape anypointmq_channel_shape = or_reference(object(anypointmq_channel));

inline constexpr std::array anypointmq_message_fields{field{"headers", object_schema},
                                                      binding_version};
inline constexpr object_grammar anypointmq_message{"Anypoint MQ Message Binding Object",
                                                   anypointmq_message_fields};
inline constexpr shape anypointmq_message_shape = or_reference(object(anypointmq_message));

inline constexpr std::array<std::string_view, 1> anypointmq_versions{"0.0.1"};
inline constexpr std::array anypointmq_tables{
    binding{shape::level::channel, anypointmq_versions, anypointmq_channel_shape},
    binding{shape::level::message, anypointmq_versions, anypointmq_message_shape}};
inline constexpr protocol anypointmq{"anypointmq", anypointmq_versions, anypointmq_tables};

}  // namespace asyncapi::grammar
