#pragma once

#include <asyncapi/validation/json/number.hpp>

#include <cmath>
#include <cstdint>
#include <limits>

namespace asyncapi::validation::detail {

template <class Integer>
bool fits(number n) noexcept {
    return n.which() != number::form::real &&
           n >= number{std::int64_t{std::numeric_limits<Integer>::min()}} &&
           n <= number{std::int64_t{std::numeric_limits<Integer>::max()}};
}

/// \see AsyncAPI 2.0, Data Type Formats
inline bool is_int32(number n) {
    return fits<std::int32_t>(n);
}
inline bool is_int64(number n) {
    return fits<std::int64_t>(n);
}

/// Within the range of single precision; digits beyond its precision are rounded away.
inline bool is_float(number n) {
    return n.which() != number::form::real ||
           std::abs(n.real()) <= double{std::numeric_limits<float>::max()};
}
inline bool is_double(number n) {
    return n.which() != number::form::real || std::isfinite(n.real());
}

}  // namespace asyncapi::validation::detail
