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

struct seeded_engine {
    unsigned forks = fork_count().load(std::memory_order_relaxed);
    std::mt19937_64 engine = [] {
        std::random_device device;
        std::seed_seq seed{device(), device(), device(), device(),
                           device(), device(), device(), device()};
        return std::mt19937_64{seed};
    }();
};

inline std::mt19937_64& random_engine() {
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

ASYNCAPI_DECL std::string random_hex(std::size_t digits) {
    constexpr std::size_t step = 16;
    // Makes the first digit odd, so that they are not all zero.
    constexpr auto odd = std::endian::native == std::endian::little ? 1U : 1U << 28U;
    std::string text((digits + step - 1) / step * step, '0');
    auto& engine = random_engine();
    for (std::size_t i = 0; i < text.size(); i += step) {
        const auto bits = engine() | odd;
        const std::array some{hex_digits(static_cast<std::uint32_t>(bits)),
                              hex_digits(static_cast<std::uint32_t>(bits >> 32U))};
        std::memcpy(text.data() + i, some.data(), step);
    }
    text.resize(digits);
    return text;
}

}  // namespace asyncapi::detail
