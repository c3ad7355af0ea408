#pragma once

#include <asyncapi/detail/random_id.hpp>
#include <asyncapi/policy.hpp>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdint>

namespace asyncapi::detail {

/// How long a message waits whose handler failed on that attempt, counted from 1.
///
/// \param chance  from 0 to 1: how much of the jitter there is
inline std::chrono::milliseconds retry_pause(const retry& how, std::uint32_t attempt,
                                             double chance) {
    using milliseconds = std::chrono::duration<double, std::milli>;
    const auto times = std::pow(std::max(how.factor, 1.0), attempt == 0 ? 0 : attempt - 1);
    const double longest = std::max(milliseconds{how.max}.count(), 0.0);
    const double first = std::max(milliseconds{how.initial}.count(), 0.0);
    const double pause = first == 0 ? 0 : std::min(first * times, longest);
    const double kept = 1 - std::clamp(how.jitter, 0.0, 1.0) * chance;
    return std::chrono::milliseconds{static_cast<std::int64_t>(pause * kept)};
}

inline std::chrono::milliseconds retry_pause(const retry& how, std::uint32_t attempt) {
    return retry_pause(how, attempt, static_cast<double>(random_bits() >> 11U) * 0x1p-53);
}

}  // namespace asyncapi::detail
