#pragma once

#include <asyncapi/detail/random_id.hpp>

#include <array>
#include <atomic>
#include <bit>
#include <cstring>
#include <random>

#ifdef __unix__
#include <pthread.h>
#endif

namespace asyncapi::detail {

/// Grows in the child of a fork, which has its parent's engines and would make the same ids.
inline std::atomic<unsigned>& fork_count() {
    static std::atomic<unsigned> count{0};
#ifdef __unix__
    static const int watched = pthread_atfork(nullptr, nullptr, [] { ++fork_count(); });
    static_cast<void>(watched);
#endif
    return count;
}

/// xoshiro256++, of Blackman and Vigna: unique, which ids have to be, but no secret.
///
/// \see https://prng.di.unimi.it
class id_engine {
public:
    id_engine() {
        std::random_device device;
        for (auto& each : state_) each = std::uint64_t{device()} << 32U | device();
        state_[0] |= 1U;  // all zero would stay so
    }

    std::uint64_t operator()() noexcept {
        const auto made = std::rotl(state_[0] + state_[3], 23) + state_[0];
        const auto shifted = state_[1] << 17U;
        state_[2] ^= state_[0];
        state_[3] ^= state_[1];
        state_[1] ^= state_[2];
        state_[0] ^= state_[3];
        state_[2] ^= shifted;
        state_[3] = std::rotl(state_[3], 45);
        return made;
    }

private:
    std::array<std::uint64_t, 4> state_{};
};

struct seeded_engine {
    unsigned forks = fork_count().load(std::memory_order_relaxed);
    id_engine engine;
};

inline id_engine& random_engine() {
    static thread_local seeded_engine mine;
    if (mine.forks != fork_count().load(std::memory_order_relaxed)) mine = seeded_engine{};
    return mine.engine;
}

ASYNCAPI_DECL std::uint64_t random_bits() {
    return random_engine()();
}

/// Eight digits at a time, a byte each, in no particular order: they are random anyway.
inline std::uint64_t hex_digits(std::uint32_t bits) noexcept {
    std::uint64_t digits = bits;
    digits = (digits | digits << 16U) & 0x0000'FFFF'0000'FFFFU;
    digits = (digits | digits << 8U) & 0x00FF'00FF'00FF'00FFU;
    digits = (digits | digits << 4U) & 0x0F0F'0F0F'0F0F'0F0FU;
    const auto letters = (digits + 0x0606'0606'0606'0606U) >> 4U & 0x0101'0101'0101'0101U;
    return digits + 0x3030'3030'3030'3030U + letters * ('a' - '0' - 10);
}

ASYNCAPI_DECL void random_hex(std::size_t digits, std::string& into) {
    constexpr std::size_t step = 16;
    // Makes the first digit odd, so that they are not all zero.
    constexpr auto odd = std::endian::native == std::endian::little ? 1U : 1U << 28U;
    into.resize((digits + step - 1) / step * step);
    auto& engine = random_engine();
    for (std::size_t i = 0; i < into.size(); i += step) {
        const auto bits = engine() | odd;
        const std::array some{hex_digits(static_cast<std::uint32_t>(bits)),
                              hex_digits(static_cast<std::uint32_t>(bits >> 32U))};
        std::memcpy(into.data() + i, some.data(), step);
    }
    into.resize(digits);
}

ASYNCAPI_DECL std::string random_hex(std::size_t digits) {
    std::string made;
    random_hex(digits, made);
    return made;
}

}  // namespace asyncapi::detail
