#pragma once

#include <asyncapi/detail/random_id.hpp>

#include <random>

namespace asyncapi::detail {

inline std::mt19937_64& random_engine() {
    static thread_local std::mt19937_64 engine = [] {
        std::random_device device;
        std::seed_seq seed{device(), device(), device(), device(),
                           device(), device(), device(), device()};
        return std::mt19937_64{seed};
    }();
    return engine;
}

ASYNCAPI_DECL std::uint64_t random_bits() {
    return random_engine()();
}

ASYNCAPI_DECL std::string random_hex(std::size_t digits) {
    static constexpr char alphabet[] = "0123456789abcdef";
    std::string text(digits, '0');
    std::uint64_t bits = 0;
    for (std::size_t i = 0; i < digits; ++i) {
        if (i % 16 == 0) bits = random_bits() | 1U;
        text[i] = alphabet[(bits >> (4 * (i % 16))) & 0xFU];
    }
    return text;
}

}  // namespace asyncapi::detail
