#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace asyncapi::detail {

/// \return the length of the character at `at` when it is well-formed UTF-8, else 0
/// \see Unicode 15, table 3-7: no overlong forms, no surrogates, nothing above U+10FFFF
inline std::size_t utf8_length(std::string_view text, std::size_t at) noexcept {
    const auto byte = [&](std::size_t index) {
        return at + index < text.size() ? static_cast<unsigned char>(text[at + index]) : 0U;
    };
    const auto within = [](unsigned value, unsigned first, unsigned last) {
        return value >= first && value <= last;
    };
    const auto tail = [&](std::size_t index) { return within(byte(index), 0x80, 0xBF); };
    const unsigned lead = byte(0);
    if (lead < 0x80) return at < text.size() ? 1 : 0;
    if (within(lead, 0xC2, 0xDF)) return tail(1) ? 2 : 0;
    if (within(lead, 0xE0, 0xEF)) {
        const unsigned first = lead == 0xE0 ? 0xA0 : 0x80;
        const unsigned last = lead == 0xED ? 0x9F : 0xBF;
        return within(byte(1), first, last) && tail(2) ? 3 : 0;
    }
    if (within(lead, 0xF0, 0xF4)) {
        const unsigned first = lead == 0xF0 ? 0x90 : 0x80;
        const unsigned last = lead == 0xF4 ? 0x8F : 0xBF;
        return within(byte(1), first, last) && tail(2) && tail(3) ? 4 : 0;
    }
    return 0;
}

/// \return the first byte from `at` on that is not ASCII, or one of the few before it
inline std::size_t skip_ascii(std::string_view text, std::size_t at) noexcept {
    constexpr std::uint64_t not_ascii = 0x8080808080808080U;
    for (; text.size() - at >= 32; at += 32) {
        std::array<std::uint64_t, 4> some{};
        std::memcpy(some.data(), text.data() + at, 32);
        if (((some[0] | some[1] | some[2] | some[3]) & not_ascii) != 0) break;
    }
    for (; text.size() - at >= 8; at += 8) {
        std::uint64_t eight = 0;
        std::memcpy(&eight, text.data() + at, 8);
        if ((eight & not_ascii) != 0) break;
    }
    return at;
}

/// \return how many bytes from the begin on are well-formed UTF-8
inline std::size_t utf8_prefix(std::string_view text) noexcept {
    std::size_t at = skip_ascii(text, 0);
    while (at < text.size()) {
        if (static_cast<unsigned char>(text[at]) < 0x80) {
            ++at;
            continue;
        }
        const auto length = utf8_length(text, at);
        if (length == 0) break;
        at += length;
        if (at < text.size() && static_cast<unsigned char>(text[at]) < 0x80)
            at = skip_ascii(text, at);
    }
    return at;
}

inline bool is_utf8(std::string_view text) noexcept {
    return utf8_prefix(text) == text.size();
}

/// \return the number of characters of a well-formed text
inline std::size_t utf8_size(std::string_view text) noexcept {
    std::size_t size = 0;
    for (const char byte : text) size += (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U;
    return size;
}

/// Decodes the character at `at`, which must be well-formed, and moves past it.
inline char32_t utf8_take(std::string_view text, std::size_t& at) noexcept {
    const auto length = utf8_length(text, at);
    const auto lead = static_cast<unsigned char>(text[at]);
    char32_t point = length < 2 ? lead : lead & (0xFFU >> (length + 1));
    for (std::size_t i = 1; i < length; ++i)
        point = point << 6U | (static_cast<unsigned char>(text[at + i]) & 0x3FU);
    at += length == 0 ? 1 : length;
    return point;
}

inline void utf8_append(std::string& text, char32_t point) {
    const auto put = [&](char32_t byte) {
        text += static_cast<char>(static_cast<unsigned char>(byte));
    };
    if (point < 0x80) {
        put(point);
    } else if (point < 0x800) {
        put(0xC0U | point >> 6U);
        put(0x80U | (point & 0x3FU));
    } else if (point < 0x10000) {
        put(0xE0U | point >> 12U);
        put(0x80U | (point >> 6U & 0x3FU));
        put(0x80U | (point & 0x3FU));
    } else {
        put(0xF0U | point >> 18U);
        put(0x80U | (point >> 12U & 0x3FU));
        put(0x80U | (point >> 6U & 0x3FU));
        put(0x80U | (point & 0x3FU));
    }
}

}  // namespace asyncapi::detail
