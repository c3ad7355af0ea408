#pragma once

#include <asyncapi/detail/random_id.hpp>

#include <algorithm>
#include <atomic>
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

ASYNCAPI_DECL std::string random_hex(std::size_t digits) {
    static constexpr char alphabet[] = "0123456789abcdef";
    std::string text(digits, '0');
    for (std::size_t i = 0; i < digits;) {
        auto bits = random_bits() | 1U;
        for (const auto end = std::min(i + 16, digits); i < end; ++i, bits >>= 4U)
            text[i] = alphabet[bits & 0xFU];
    }
    return text;
}

}  // namespace asyncapi::detail
