#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace asyncapi::validation::detail {

/// Equality of short texts without a call: names are rarely longer than 16 bytes.
[[gnu::always_inline]] inline bool same_text(const char* left, const char* right,
                                             std::size_t size) noexcept {
    const auto differ = [&]<class Word>(Word, std::size_t at) {
        Word a;
        Word b;
        std::memcpy(&a, left + at, sizeof a);
        std::memcpy(&b, right + at, sizeof b);
        return a ^ b;
    };
    if (size >= 8) {
        if (size > 16) return std::memcmp(left, right, size) == 0;
        return (differ(std::uint64_t{}, 0) | differ(std::uint64_t{}, size - 8)) == 0;
    }
    if (size >= 4) return (differ(std::uint32_t{}, 0) | differ(std::uint32_t{}, size - 4)) == 0;
    if (size >= 2) return (differ(std::uint16_t{}, 0) | differ(std::uint16_t{}, size - 2)) == 0;
    return size == 0 || *left == *right;
}

[[gnu::always_inline]] inline bool same_text(std::string_view left,
                                             std::string_view right) noexcept {
    return left.size() == right.size() && same_text(left.data(), right.data(), left.size());
}

}  // namespace asyncapi::validation::detail
