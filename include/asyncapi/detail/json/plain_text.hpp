#pragma once

#include <bit>
#include <cstdint>
#include <cstring>

namespace asyncapi::detail {

/// \return where the first character is that is a quote, a backslash, a control character or not
/// ASCII; `end` when there is none
inline const char* plain_end(const char* at, const char* end) noexcept {
    if constexpr (std::endian::native == std::endian::little) {
        constexpr std::uint64_t ones = 0x0101010101010101U;
        constexpr std::uint64_t tops = 0x8080808080808080U;
        // The lowest bit set is exact; those above it may not be.
        const auto below = [](std::uint64_t word, std::uint64_t limit) {
            return (word - ones * limit) & ~word & tops;
        };
        while (end - at >= 8) {
            std::uint64_t word;
            std::memcpy(&word, at, 8);
            const auto stop = below(word ^ ones * '"', 1) | below(word ^ ones * '\\', 1) |
                              below(word, 0x20) | (word & tops);
            if (stop != 0) return at + std::countr_zero(stop) / 8;
            at += 8;
        }
    }
    while (at != end) {
        const auto c = static_cast<unsigned char>(*at);
        if (c == '"' || c == '\\' || c < 0x20 || c >= 0x80) return at;
        ++at;
    }
    return end;
}

}  // namespace asyncapi::detail
