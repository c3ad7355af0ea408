#pragma once

#include <asyncapi/detail/utf8.hpp>
#include <asyncapi/validation/format/ascii.hpp>

#include <cstddef>
#include <string_view>

namespace asyncapi::validation::detail {

constexpr bool take_percent_encoded(std::string_view& text) noexcept {
    if (text.size() < 3 || text[0] != '%' || !is_hex_digit(text[1]) || !is_hex_digit(text[2]))
        return false;
    text.remove_prefix(3);
    return true;
}

/// Takes a character beyond ASCII that an IRI may have.
///
/// \param is_private  of those for private use too
/// \see RFC 3987 section 2.2, ucschar and iprivate
inline bool take_iri_character(std::string_view& text, bool is_private) noexcept {
    std::size_t at = 0;
    if (asyncapi::detail::utf8_length(text, at) < 2) return false;
    const auto c = asyncapi::detail::utf8_take(text, at);
    const auto in_plane = c & 0xFFFFU;
    const bool is_public =
        c < 0x10000 ? c >= 0xA0 && !(c >= 0xE000 && c <= 0xF8FF) && !(c >= 0xFDD0 && c <= 0xFDEF) &&
                          c <= 0xFFEF
                    : in_plane <= 0xFFFD && c < 0xF0000 && !(c >= 0xE0000 && c < 0xE1000);
    const bool is_other =
        is_private && ((c >= 0xE000 && c <= 0xF8FF) || (c >= 0xF0000 && in_plane <= 0xFFFD));
    if (!is_public && !is_other) return false;
    text.remove_prefix(at);
    return true;
}

}  // namespace asyncapi::validation::detail
