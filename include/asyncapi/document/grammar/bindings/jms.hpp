#pragma once

#include <asyncapi/document/grammar/bindings/binding.hpp>

#include <array>
#include <string_view>

/// \see JMS Bindings 0.0.1
namespace asyncapi::grammar {

inline constexpr shape jms_number_or_null = or_else(number, null);
inline constexpr shape jms_boolean_and_so_on = or_else(boolean, jms_number_or_null);
inline constexpr shape jms_property_value = or_else(text, jms_boolean_and_so_on);
inline constexpr std::array jms_property_fields{required("name", text),
                                                required("value", jms_property_value)};
inline constexpr object_grammar jms_property{"JMS property", jms_property_fields, true};
inline constexpr shape jms_property_shape = object(jms_property);
inline constexpr shape jms_properties = list(jms_property_shape);

inline constexpr std::array jms_server_fields{required("jmsConnectionFactory", text),
                                              field{"properties", jms_properties},
                                              field{"clientID", text}, binding_version};
inline constexpr object_grammar jms_server{"JMS Server Binding Object", jms_server_fields};
inline constexpr shape jms_server_shape = or_reference(object(jms_server));

inline constexpr std::array<std::string_view, 2> jms_destinations{"queue", "fifo-queue"};
inline constexpr shape jms_destination = one_of(jms_destinations);
inline constexpr std::array jms_channel_fields{
    field{"destination", text}, field{"destinationType", jms_destination}, binding_version};
inline constexpr object_grammar jms_channel{"JMS Channel Binding Object", jms_channel_fields};
inline constexpr shape jms_channel_shape = or_reference(object(jms_channel));

inline constexpr std::array jms_message_fields{field{"headers", object_schema}, binding_version};
inline constexpr object_grammar jms_message{"JMS Message Binding Object", jms_message_fields};
inline constexpr shape jms_message_shape = or_reference(object(jms_message));

inline constexpr std::array<std::string_view, 1> jms_versions{"0.0.1"};
inline constexpr std::array jms_tables{
    binding{shape::level::server, jms_versions, jms_server_shape},
    binding{shape::level::channel, jms_versions, jms_channel_shape},
    binding{shape::level::message, jms_versions, jms_message_shape}};
inline constexpr protocol jms{"jms", jms_versions, jms_tables};

}  // namespace asyncapi::grammar
