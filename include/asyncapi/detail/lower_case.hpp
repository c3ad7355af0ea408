#pragma once

#include <algorithm>
#include <string>

namespace asyncapi::detail {

/// Names of protocols, schemes and media types are the same in any case. ASCII only.
inline std::string lower_case(std::string text) {
    std::ranges::transform(text, text.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return text;
}

}  // namespace asyncapi::detail
