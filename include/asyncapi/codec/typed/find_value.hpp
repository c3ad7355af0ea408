#pragma once

#include <asyncapi/detail/json/text_cursor.hpp>

#include <charconv>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>

namespace asyncapi::detail {

/// \return the next token of a JSON Pointer, unescaped, and takes it off
/// \see RFC 6901 section 4
inline std::string take_pointer_token(std::string_view& pointer) {
    pointer.remove_prefix(1);
    const auto raw = pointer.substr(0, pointer.find('/'));
    pointer.remove_prefix(raw.size());
    std::string token;
    for (std::size_t i = 0; i < raw.size(); ++i) {
        const bool escaped = raw[i] == '~' && i + 1 < raw.size();
        token += !escaped ? raw[i] : raw[++i] == '0' ? '~' : '/';
    }
    return token;
}

/// Moves to the member or item that a token names, from before the value that has it.
inline bool descend(text_cursor& at, std::string_view token, std::size_t levels) {
    if (at.take('[')) {
        std::size_t index = 0;
        const auto read = std::from_chars(token.data(), token.data() + token.size(), index);
        if (read.ec != std::errc{} || read.ptr != token.data() + token.size()) return false;
        for (; index > 0; --index)
            if (!at.skip(levels) || !at.take(',')) return false;
        return at.peek() != ']';
    }
    if (!at.take('{')) return false;
    text_token name;
    do {
        if (!at.text(name) || !at.take(':')) return false;
        if (name.text == token) return true;
        if (!at.skip(levels)) return false;
    } while (at.take(','));
    return false;
}

/// Finds a text or a number in JSON text, by its JSON Pointer.
///
/// \return the text, or the number as it is written; nullopt when something else or nothing is
/// there
inline std::optional<std::string> find_scalar(std::string_view json, std::string_view pointer) {
    constexpr std::size_t levels = 64;
    if (!pointer.empty() && pointer.front() != '/') return std::nullopt;
    text_cursor at{json};
    while (!pointer.empty())
        if (!descend(at, take_pointer_token(pointer), levels)) return std::nullopt;
    const char first = at.peek();
    if (first == '"') {
        text_token found;
        if (!at.text(found)) return std::nullopt;
        return std::string{found.text};
    }
    const char* const start = at.position();
    double ignored = 0;
    if ((first != '-' && (first < '0' || first > '9')) || !at.real(ignored)) return std::nullopt;
    return std::string{start, at.position()};
}

}  // namespace asyncapi::detail
