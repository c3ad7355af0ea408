#pragma once

#include <asyncapi/detail/utf8.hpp>
#include <asyncapi/validation/format/ascii.hpp>
#include <asyncapi/validation/format/iri_characters.hpp>

#include <cstddef>
#include <string_view>

namespace asyncapi::validation::detail {

/// Takes one character of a variable's name.
constexpr bool take_variable_character(std::string_view& text) noexcept {
    if (take_percent_encoded(text)) return true;
    if (text.empty() || (!is_letter_or_digit(text.front()) && text.front() != '_')) return false;
    text.remove_prefix(1);
    return true;
}

/// Takes a variable with its modifier: `a.b`, `a:3`, `a*`.
constexpr bool take_variable(std::string_view& text) noexcept {
    do {
        if (!take_variable_character(text)) return false;
        while (take_variable_character(text)) {
        }
    } while (take(text, '.'));
    if (take(text, '*')) return true;
    if (!take(text, ':')) return true;
    std::size_t digits = 0;
    while (digits < text.size() && digits < 4 && is_digit(text[digits])) ++digits;
    if (digits == 0 || text.front() == '0') return false;
    text.remove_prefix(digits);
    return true;
}

/// \see RFC 6570 section 2
inline bool is_uri_template(std::string_view text) noexcept {
    while (!text.empty()) {
        if (take(text, '{')) {
            if (!text.empty() && is_any_of(text.front(), "+#./;?&=,!@|")) text.remove_prefix(1);
            do
                if (!take_variable(text)) return false;
            while (take(text, ','));
            if (!take(text, '}')) return false;
            continue;
        }
        if (take_percent_encoded(text)) continue;
        const auto c = static_cast<unsigned char>(text.front());
        if (c <= 0x20 || c == 0x7F || is_any_of(text.front(), "\"%<>\\^`{|}")) return false;
        if (c < 0x80) {
            text.remove_prefix(1);
        } else if (!take_iri_character(text, true)) {
            return false;
        }
    }
    return true;
}

}  // namespace asyncapi::validation::detail
