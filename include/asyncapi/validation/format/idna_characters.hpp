#pragma once

#include <asyncapi/validation/format/idna_table.hpp>

#include <algorithm>
#include <span>

namespace asyncapi::validation::detail {

/// \return '\0' when no range has the character
constexpr char kind_in(std::span<const idna_range> ranges, char32_t c) noexcept {
    const auto at = std::ranges::lower_bound(ranges, c, {}, &idna_range::last);
    if (at == ranges.end() || c < at->first || (c - at->first) % at->step != 0) return '\0';
    return at->kind;
}

/// \return as in `idna_ranges`; '\0' when no label may have the character
constexpr char idna_kind(char32_t c) noexcept {
    return kind_in(idna_ranges, c);
}

/// \return as in `joining_ranges`; '\0' when it joins nothing
constexpr char joining_kind(char32_t c) noexcept {
    return kind_in(joining_ranges, c);
}

constexpr bool is_virama(char32_t c) noexcept {
    return std::ranges::binary_search(viramas, c);
}

constexpr bool is_greek(char32_t c) noexcept {
    return (c >= 0x370 && c <= 0x3E1) || (c >= 0x3F0 && c <= 0x3FF) || (c >= 0x1F00 && c <= 0x1FFE);
}
constexpr bool is_hebrew(char32_t c) noexcept {
    return (c >= 0x591 && c <= 0x5F4) || (c >= 0xFB1D && c <= 0xFB4F);
}
/// Hiragana, Katakana or Han.
constexpr bool is_japanese(char32_t c) noexcept {
    return (c >= 0x3041 && c <= 0x30FA) || (c >= 0x30FD && c <= 0x30FF) || c == 0x3005 ||
           c == 0x3007 || (c >= 0x31F0 && c <= 0x31FF) || (c >= 0x3400 && c <= 0x4DBF) ||
           (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0xF900 && c <= 0xFAD9) ||
           (c >= 0x1B000 && c <= 0x1B16F) || (c >= 0x20000 && c <= 0x3134A);
}

}  // namespace asyncapi::validation::detail
