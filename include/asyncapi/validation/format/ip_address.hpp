#pragma once

#include <asyncapi/validation/format/ascii.hpp>

#include <cstddef>
#include <string_view>

namespace asyncapi::validation::detail {

/// Four numbers without leading zeros.
///
/// \see RFC 2673 section 3.2
constexpr bool is_ipv4(std::string_view text) noexcept {
    for (int part = 0; part < 4; ++part) {
        if (part > 0 && !take(text, '.')) return false;
        std::size_t size = 0;
        int value = 0;
        while (size < text.size() && size < 3 && is_digit(text[size]))
            value = value * 10 + (text[size++] - '0');
        if (size == 0 || value > 255 || (size > 1 && text.front() == '0')) return false;
        text.remove_prefix(size);
    }
    return text.empty();
}

/// \see RFC 4291 section 2.2
constexpr bool is_ipv6(std::string_view text) noexcept {
    int groups = 0;
    bool is_shortened = text.starts_with("::");
    if (is_shortened) {
        text.remove_prefix(2);
        if (text.empty()) return true;
    }
    while (true) {
        std::size_t size = 0;
        while (size < text.size() && is_hex_digit(text[size])) ++size;
        if (size < text.size() && text[size] == '.') {
            groups += 2;
            return is_ipv4(text) && (is_shortened ? groups < 8 : groups == 8);
        }
        if (size == 0 || size > 4) return false;
        text.remove_prefix(size);
        ++groups;
        if (text.empty()) return is_shortened ? groups < 8 : groups == 8;
        if (groups > 7 || !take(text, ':')) return false;
        if (!text.starts_with(':')) continue;
        if (is_shortened) return false;
        is_shortened = true;
        text.remove_prefix(1);
        if (text.empty()) return groups < 8;
    }
}

}  // namespace asyncapi::validation::detail
