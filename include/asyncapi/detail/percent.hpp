#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace asyncapi::detail {

/// Escapes all but the unreserved characters. \see RFC 3986 section 2.3
inline std::string percent_encode(std::string_view text) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string made;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                           (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' || c == '~';
        if (plain) {
            made += c;
        } else {
            made += '%';
            made += digits[byte >> 4U];
            made += digits[byte & 0xFU];
        }
    }
    return made;
}

/// \return the byte that `%41` at the start of the text stands for
inline std::optional<char> percent_escape(std::string_view text) {
    const auto digit = [](char c) {
        if (c >= '0' && c <= '9') return c - '0';
        if (c >= 'a' && c <= 'f') return c - 'a' + 10;
        if (c >= 'A' && c <= 'F') return c - 'A' + 10;
        return -1;
    };
    if (text.size() < 3 || text[0] != '%' || digit(text[1]) < 0 || digit(text[2]) < 0) return {};
    return static_cast<char>(digit(text[1]) * 16 + digit(text[2]));
}

/// Replaces `%41` by `A`; anything that is not two hexadecimal digits stays.
inline std::string percent_decoded(std::string_view text) {
    std::string decoded;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto byte = percent_escape(text.substr(i));
        decoded += byte.value_or(text[i]);
        if (byte) i += 2;
    }
    return decoded;
}

/// \return nothing when an escape is broken
inline std::optional<std::string> percent_decode(std::string_view text) {
    for (std::size_t i = 0; i < text.size(); ++i)
        if (text[i] == '%' && !percent_escape(text.substr(i))) return {};
    return percent_decoded(text);
}

}  // namespace asyncapi::detail
