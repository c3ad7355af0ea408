#pragma once

#include <asyncapi/validation/format/ascii.hpp>

#include <cstddef>
#include <string_view>

namespace asyncapi::validation::detail {

/// \see RFC 4122 section 3
constexpr bool is_uuid(std::string_view text) noexcept {
    if (text.size() != 36) return false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
        if (dash ? text[i] != '-' : !is_hex_digit(text[i])) return false;
    }
    return true;
}

}  // namespace asyncapi::validation::detail
