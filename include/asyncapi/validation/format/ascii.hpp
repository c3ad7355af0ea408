#pragma once

#include <string_view>

namespace asyncapi::validation::detail {

constexpr bool is_digit(char c) noexcept {
    return c >= '0' && c <= '9';
}
constexpr bool is_letter(char c) noexcept {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
constexpr bool is_letter_or_digit(char c) noexcept {
    return is_digit(c) || is_letter(c);
}
constexpr bool is_hex_digit(char c) noexcept {
    return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}
constexpr bool is_any_of(char c, std::string_view characters) noexcept {
    return characters.find(c) != characters.npos;
}

/// \return whether there was such a character in front; it is taken away then
constexpr bool take(std::string_view& text, char c) noexcept {
    if (!text.starts_with(c)) return false;
    text.remove_prefix(1);
    return true;
}

}  // namespace asyncapi::validation::detail
