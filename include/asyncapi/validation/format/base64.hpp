#pragma once

#include <asyncapi/validation/format/ascii.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace asyncapi::validation::detail {

/// In whole groups of four, the last one filled up with `=`.
///
/// \see RFC 4648 section 4
constexpr bool is_base64(std::string_view text) noexcept {
    if (text.size() % 4 != 0) return false;
    for (int filling = 0; filling < 2 && text.ends_with('='); ++filling) text.remove_suffix(1);
    for (const char c : text)
        if (!is_letter_or_digit(c) && c != '+' && c != '/') return false;
    return true;
}

/// \param text  what `is_base64` says yes to
inline std::string decoded_base64(std::string_view text) {
    constexpr std::string_view digits =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string decoded;
    decoded.reserve(text.size() / 4 * 3);
    std::uint32_t bits = 0;
    int held = 0;
    for (const char c : text) {
        if (c == '=') break;
        bits = (bits << 6U | static_cast<std::uint32_t>(digits.find(c))) & 0xFFFFFFU;
        held += 6;
        if (held < 8) continue;
        held -= 8;
        decoded += static_cast<char>(static_cast<unsigned char>(bits >> held));
    }
    return decoded;
}

}  // namespace asyncapi::validation::detail
