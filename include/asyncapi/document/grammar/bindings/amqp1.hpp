#pragma once

#include <asyncapi/document/grammar/bindings/binding.hpp>

#include <array>
#include <string_view>

/// Reserved at all levels.
///
/// \see AMQP 1.0 Bindings 0.1.0
namespace asyncapi::grammar {

inline constexpr std::array<std::string_view, 1> amqp1_versions{"0.1.0"};
inline constexpr protocol amqp1{"amqp1", amqp1_versions};

}  // namespace asyncapi::grammar
