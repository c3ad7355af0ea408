#pragma once

#include <asyncapi/document/grammar/bindings/binding.hpp>

#include <array>
#include <string_view>

/// Reserved at all levels.
///
/// \see STOMP Bindings 0.1.0
namespace asyncapi::grammar {

inline constexpr std::array<std::string_view, 1> stomp_versions{"0.1.0"};
inline constexpr protocol stomp{"stomp", stomp_versions};

}  // namespace asyncapi::grammar
