#pragma once

#include <string>
#include <string_view>

namespace asyncapi::validation::detail {

/// Adds one reference token, escaped.
///
/// \see RFC 6901 section 3
inline void append_token(std::string& pointer, std::string_view token) {
    pointer += '/';
    for (const char c : token) {
        if (c == '~') {
            pointer += "~0";
        } else if (c == '/') {
            pointer += "~1";
        } else {
            pointer += c;
        }
    }
}

inline void append_token(std::string& pointer, std::size_t index) {
    pointer += '/';
    pointer += std::to_string(index);
}

/// \return the pointer with tokens added, escaped
template <class... Tokens>
std::string joined(std::string pointer, const Tokens&... tokens) {
    (append_token(pointer, tokens), ...);
    return pointer;
}

/// Takes the first token off a pointer that starts with `/`, unescaped.
inline std::string take_token(std::string_view& pointer) {
    const auto end = pointer.find('/', 1);
    const auto raw = pointer.substr(1, end == std::string_view::npos ? end : end - 1);
    pointer = end == std::string_view::npos ? std::string_view{} : pointer.substr(end);
    std::string token;
    for (std::size_t i = 0; i < raw.size(); ++i) {
        const bool escape = raw[i] == '~' && i + 1 < raw.size();
        if (escape && raw[i + 1] == '0') {
            token += '~';
            ++i;
        } else if (escape && raw[i + 1] == '1') {
            token += '/';
            ++i;
        } else {
            token += raw[i];
        }
    }
    return token;
}

}  // namespace asyncapi::validation::detail
