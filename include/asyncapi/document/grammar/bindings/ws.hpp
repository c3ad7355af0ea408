#pragma once

#include <asyncapi/document/grammar/bindings/binding.hpp>

#include <array>
#include <string_view>

/// \see WebSockets Bindings 0.1.0
namespace asyncapi::grammar {

inline constexpr std::array<std::string_view, 2> ws_methods{"GET", "POST"};
inline constexpr shape ws_method = one_of(ws_methods);
inline constexpr std::array ws_channel_fields{field{"method", ws_method},
                                              field{"query", object_schema},
                                              field{"headers", object_schema}, binding_version};
inline constexpr object_grammar ws_channel{"WebSockets Channel Binding Object", ws_channel_fields};
inline constexpr shape ws_channel_shape = or_reference(object(ws_channel));

inline constexpr std::array<std::string_view, 1> ws_versions{"0.1.0"};
inline constexpr std::array ws_tables{
    binding{shape::level::channel, ws_versions, ws_channel_shape}};
inline constexpr protocol ws{"ws", ws_versions, ws_tables};

}  // namespace asyncapi::grammar
