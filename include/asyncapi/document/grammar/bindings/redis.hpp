#pragma once

#include <asyncapi/document/grammar/bindings/binding.hpp>

#include <array>
#include <string_view>

/// Reserved at all levels.
///
/// \see Redis Bindings 0.1.0
namespace asyncapi::grammar {

inline constexpr std::array<std::string_view, 1> redis_versions{"0.1.0"};
inline constexpr protocol redis{"redis", redis_versions};

}  // namespace asyncapi::grammar
