#pragma once

#include <asyncapi/document/grammar/bindings/binding.hpp>

#include <array>
#include <string_view>

/// \see MQTT Bindings 0.1.0 and 0.2.0
namespace asyncapi::grammar {

inline constexpr shape mqtt_qos{.is = shape::kind::integer, .least = 0, .most = 2};
inline constexpr shape natural_or_schema = or_else(natural, schema);

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
                                               field{"bindingVersion", text}};
inline constexpr object_grammar mqtt_server{"MQTT Server Binding Object", mqtt_server_fields};
inline constexpr shape mqtt_server_shape = object(mqtt_server);

inline constexpr std::array<std::string_view, 2> mqtt_versions{"0.1.0", "0.2.0"};

inline constexpr std::array mqtt_bindings{
    binding{"mqtt", shape::level::server, mqtt_versions, mqtt_server_shape}};

}  // namespace asyncapi::grammar
