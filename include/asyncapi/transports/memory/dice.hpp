#pragma once

#include <asyncapi/transports/memory/options.hpp>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <random>

namespace asyncapi::memory::detail {

// The chance behind fault_options. The standard fixes what mt19937_64 gives, but not what its
// distributions make of it, so these are our own.
class dice {
public:
    explicit dice(const fault_options& faults) : faults_{faults}, engine_{faults.seed} {}

    bool lose_published() { return chance(faults_.lose_published); }
    bool lose_delivered() { return chance(faults_.lose_delivered); }
    bool duplicate() { return chance(faults_.duplicate); }

    /// \return how many of `waiting` messages the next one overtakes
    std::size_t overtakes(std::size_t waiting) {
        if (!chance(faults_.reorder)) return 0;
        const auto most = std::min(waiting, faults_.reorder_distance);
        return most == 0 ? 0 : 1 + static_cast<std::size_t>(below(most));
    }

    std::chrono::nanoseconds delay() {
        if (!chance(faults_.delay) || faults_.max_delay.count() <= 0) return {};
        const auto longest = static_cast<std::uint64_t>(faults_.max_delay.count());
        return std::chrono::nanoseconds{1 + static_cast<std::int64_t>(below(longest))};
    }

private:
    // Draws only for faults that are asked for, so that adding one leaves the others' runs alone
    // where it never happens.
    bool chance(double probability) {
        if (!(probability > 0)) return false;
        constexpr int bits = 53;
        return (engine_() >> (64 - bits)) <
               static_cast<std::uint64_t>(std::ldexp(std::min(probability, 1.0), bits));
    }

    std::uint64_t below(std::uint64_t limit) { return engine_() % limit; }

    fault_options faults_;
    std::mt19937_64 engine_;
};

}  // namespace asyncapi::memory::detail
