#pragma once

#include <asyncapi/detail/utf8.hpp>
#include <asyncapi/validation/json/equality.hpp>
#include <asyncapi/validation/json/number.hpp>

#include <rapidjson/document.h>

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

namespace asyncapi::validation::detail {

/// Longest piece of a stranger's text in a sentence, in bytes.
inline constexpr std::size_t max_quoted_bytes = 40;

/// \return the text without control characters, cut short between characters
inline std::string shortened(std::string_view text, std::size_t max_bytes) {
    std::string made;
    for (std::size_t at = 0; at < text.size();) {
        const auto length = asyncapi::detail::utf8_length(text, at);
        const auto c = static_cast<unsigned char>(text[at]);
        if (made.size() >= max_bytes) return made + "...";
        if (c == '\n') {
            made += "\\n";
        } else if (c < 0x20 || c == 0x7F || length == 0) {
            constexpr const char* digits = "0123456789abcdef";
            made += length == 0 ? "\\x" : "\\u00";
            (made += digits[c >> 4U]) += digits[c & 0xFU];
        } else {
            made += text.substr(at, length);
        }
        at += std::max<std::size_t>(length, 1);
    }
    return made;
}

/// \return `shortened` between quotes
inline std::string quoted(std::string_view text, std::size_t max_bytes = max_quoted_bytes) {
    return '"' + shortened(text, max_bytes) + '"';
}

/// \return a name as it is when it reads as a word, else `quoted`
inline std::string name_text(std::string_view name) {
    const bool word =
        !name.empty() && name.size() <= max_quoted_bytes && std::ranges::all_of(name, [](char c) {
            return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
                   c == '_' || c == '-' || c == '$';
        });
    return word ? std::string{name} : quoted(name);
}

/// \return a value in a sentence: `"abc"`, `1.5`, `true`, `an object`
inline std::string value_text(const rapidjson::Value& value) {
    switch (value.GetType()) {
        case rapidjson::kNullType:
            return "null";
        case rapidjson::kFalseType:
            return "false";
        case rapidjson::kTrueType:
            return "true";
        case rapidjson::kObjectType:
            return value.ObjectEmpty() ? "{}" : "an object";
        case rapidjson::kArrayType:
            return value.Empty() ? "[]" : "an array";
        case rapidjson::kStringType:
            return quoted(text_of(value));
        default:
            return number::of(value).text();
    }
}

/// \return `1 item`, `2 items`
inline std::string count_text(std::size_t count, const char* one, const char* many) {
    return std::to_string(count) + ' ' + (count == 1 ? one : many);
}

}  // namespace asyncapi::validation::detail
