#pragma once

#include <asyncapi/document/grammar/bindings/binding.hpp>

#include <array>
#include <string_view>

/// \see MQTT 5 Bindings 0.2.0
namespace asyncapi::grammar {

inline constexpr std::array mqtt5_server_fields{field{"sessionExpiryInterval", natural_or_schema},
                                                binding_version};
inline constexpr object_grammar mqtt5_server{"MQTT 5 Server Binding Object", mqtt5_server_fields};
inline constexpr shape mqtt5_server_shape = or_reference(object(mqtt5_server));

inline constexpr std::array<std::string_view, 2> mqtt5_versions{"0.2.0", "0.1.0"};
inline constexpr std::array mqtt5_tables{
    binding{shape::level::server, mqtt5_versions, mqtt5_server_shape}};
inline constexpr protocol mqtt5{"mqtt5", mqtt5_versions, mqtt5_tables};

}  // namespace asyncapi::grammar
