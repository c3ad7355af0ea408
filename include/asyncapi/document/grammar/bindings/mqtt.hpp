#pragma once

#include <asyncapi/document/grammar/bindings/binding.hpp>

#include <array>
#include <string_view>

/// \see MQTT Bindings 0.1.0 and 0.2.0
namespace asyncapi::grammar {

inline constexpr shape mqtt_qos{.is = shape::kind::integer, .least = 0, .most = 2};
inline constexpr std::array mqtt_last_will_fields{field{"topic", text}, field{"qos", mqtt_qos},
                                                  field{"message", text}, field{"retain", boolean}};
inline constexpr object_grammar mqtt_last_will{"MQTT Last Will", mqtt_last_will_fields};
inline constexpr shape mqtt_last_will_shape = object(mqtt_last_will);

inline constexpr std::array mqtt_server_fields{field{"clientId", text},
                                               field{"cleanSession", boolean},
                                               field{"lastWill", mqtt_last_will_shape},
                                               field{"keepAlive", natural},
                                               field{"sessionExpiryInterval", natural_or_schema},
                                               field{"maximumPacketSize", natural_or_schema},
                                               binding_version};
inline constexpr object_grammar mqtt_server{"MQTT Server Binding Object", mqtt_server_fields};
inline constexpr shape mqtt_server_shape = or_reference(object(mqtt_server));

inline constexpr std::array mqtt_server_fields_0_1{
    field{"clientId", text}, field{"cleanSession", boolean},
    field{"lastWill", mqtt_last_will_shape}, field{"keepAlive", natural}, binding_version};
inline constexpr object_grammar mqtt_server_0_1{"MQTT Server Binding Object of version 0.1.0",
                                                mqtt_server_fields_0_1};
inline constexpr shape mqtt_server_shape_0_1 = or_reference(object(mqtt_server_0_1));

inline constexpr std::array mqtt_operation_fields{field{"qos", mqtt_qos}, field{"retain", boolean},
                                                  field{"messageExpiryInterval", natural_or_schema},
                                                  binding_version};
inline constexpr object_grammar mqtt_operation{"MQTT Operation Binding Object",
                                               mqtt_operation_fields};
inline constexpr shape mqtt_operation_shape = or_reference(object(mqtt_operation));

inline constexpr std::array mqtt_operation_fields_0_1{field{"qos", mqtt_qos},
                                                      field{"retain", boolean}, binding_version};
inline constexpr object_grammar mqtt_operation_0_1{"MQTT Operation Binding Object of version 0.1.0",
                                                   mqtt_operation_fields_0_1};
inline constexpr shape mqtt_operation_shape_0_1 = or_reference(object(mqtt_operation_0_1));

inline constexpr shape mqtt_payload_format{.is = shape::kind::integer, .least = 0, .most = 1};
inline constexpr shape mqtt_response_topic = or_else(text, schema);
inline constexpr std::array mqtt_message_fields{
    field{"payloadFormatIndicator", mqtt_payload_format}, field{"correlationData", schema},
    field{"contentType", text}, field{"responseTopic", mqtt_response_topic}, binding_version};
inline constexpr object_grammar mqtt_message{"MQTT Message Binding Object", mqtt_message_fields};
inline constexpr shape mqtt_message_shape = or_reference(object(mqtt_message));

inline constexpr std::array mqtt_message_fields_0_1{binding_version};
inline constexpr object_grammar mqtt_message_0_1{"MQTT Message Binding Object of version 0.1.0",
                                                 mqtt_message_fields_0_1};
inline constexpr shape mqtt_message_shape_0_1 = or_reference(object(mqtt_message_0_1));

inline constexpr std::array<std::string_view, 2> mqtt_versions{"0.2.0", "0.1.0"};
inline constexpr std::array<std::string_view, 1> mqtt_0_2{"0.2.0"};
inline constexpr std::array<std::string_view, 1> mqtt_0_1{"0.1.0"};

inline constexpr std::array mqtt_tables{
    binding{shape::level::server, mqtt_0_2, mqtt_server_shape},
    binding{shape::level::server, mqtt_0_1, mqtt_server_shape_0_1},
    binding{shape::level::operation, mqtt_0_2, mqtt_operation_shape},
    binding{shape::level::operation, mqtt_0_1, mqtt_operation_shape_0_1},
    binding{shape::level::message, mqtt_0_2, mqtt_message_shape},
    binding{shape::level::message, mqtt_0_1, mqtt_message_shape_0_1}};
inline constexpr protocol mqtt{"mqtt", mqtt_versions, mqtt_tables};

}  // namespace asyncapi::grammar
