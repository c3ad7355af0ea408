#pragma once

#include <cstdint>

namespace asyncapi::validation::detail {

/// Names a rule of a program.
using rule_index = std::uint32_t;
inline constexpr rule_index anything = 0;  ///< the rule that accepts every value
inline constexpr rule_index no_value = 1;  ///< the rule that accepts none

}  // namespace asyncapi::validation::detail
