#pragma once

#include <asyncapi/validation/format/ascii.hpp>

#include <cstddef>
#include <string_view>

namespace asyncapi::validation::detail {

/// \see RFC 6901 section 3
constexpr bool is_json_pointer(std::string_view text) noexcept {
    if (text.empty()) return true;
    if (text.front() != '/') return false;
    for (auto at = text.find('~'); at != text.npos; at = text.find('~', at + 1))
        if (at + 1 == text.size() || !is_any_of(text[at + 1], "01")) return false;
    return true;
}

/// \see draft-handrews-relative-json-pointer-01 section 3
constexpr bool is_relative_json_pointer(std::string_view text) noexcept {
    std::size_t digits = 0;
    while (digits < text.size() && is_digit(text[digits])) ++digits;
    if (digits == 0 || (digits > 1 && text.front() == '0')) return false;
    text.remove_prefix(digits);
    return text == "#" || is_json_pointer(text);
}

}  // namespace asyncapi::validation::detail
