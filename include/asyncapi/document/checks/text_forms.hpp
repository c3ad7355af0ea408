#pragma once

#include <asyncapi/document/grammar/shape.hpp>
#include <asyncapi/validation/format/ascii.hpp>
#include <asyncapi/validation/format/email.hpp>
#include <asyncapi/validation/format/json_pointer.hpp>
#include <asyncapi/validation/format/regex.hpp>
#include <asyncapi/validation/format/uri_syntax.hpp>

#include <algorithm>
#include <cstddef>
#include <string_view>

namespace asyncapi::checks::detail {

inline void skip_blanks(std::string_view& text) {
    text.remove_prefix(std::min(text.find_first_not_of(" \t"), text.size()));
}

// RFC 6838 section 4.2, restricted-name: '*' is none of it, so ranges are not.
inline bool take_type_name(std::string_view& text) {
    constexpr std::size_t longest = 127;
    using namespace validation::detail;
    if (text.empty() || !is_letter_or_digit(text.front())) return false;
    const auto is_right = [](char c) {
        return is_letter_or_digit(c) ||
               std::string_view{"!#$&-^_.+"}.find(c) != std::string_view::npos;
    };
    const auto end =
        static_cast<std::size_t>(std::ranges::find_if_not(text, is_right) - text.begin());
    text.remove_prefix(end);
    return end <= longest;
}

// RFC 9110 section 5.6.2, token.
inline bool take_token(std::string_view& text) {
    using namespace validation::detail;
    const auto is_right = [](char c) {
        return is_letter_or_digit(c) ||
               std::string_view{"!#$%&'*+-.^_`|~"}.find(c) != std::string_view::npos;
    };
    const auto end =
        static_cast<std::size_t>(std::ranges::find_if_not(text, is_right) - text.begin());
    text.remove_prefix(end);
    return end > 0;
}

// RFC 9110 section 5.6.4, quoted-string.
inline bool take_quoted(std::string_view& text) {
    for (std::size_t i = 1; i < text.size(); ++i) {
        if (text[i] == '\\')
            ++i;
        else if (text[i] == '"') {
            text.remove_prefix(i + 1);
            return true;
        }
    }
    return false;
}

/// \return whether it is a media type with its parameters, and no range
/// \see RFC 6838 section 4.2; RFC 9110 section 8.3.1
inline bool is_media_type(std::string_view text) {
    if (!take_type_name(text) || !text.starts_with('/')) return false;
    text.remove_prefix(1);
    if (!take_type_name(text)) return false;
    for (skip_blanks(text); !text.empty(); skip_blanks(text)) {
        if (text.front() != ';') return false;
        text.remove_prefix(1);
        skip_blanks(text);
        if (text.empty() || text.front() == ';') continue;
        if (!take_token(text) || !text.starts_with('=')) return false;
        text.remove_prefix(1);
        if (!(text.starts_with('"') ? take_quoted(text) : take_token(text))) return false;
    }
    return true;
}

/// \see AsyncAPI 3.0.0, Runtime Expression
inline bool is_expression(std::string_view text) {
    constexpr std::string_view header = "$message.header";
    constexpr std::string_view payload = "$message.payload";
    if (text.starts_with(header))
        text.remove_prefix(header.size());
    else if (text.starts_with(payload))
        text.remove_prefix(payload.size());
    else
        return false;
    return text.empty() ||
           (text.front() == '#' && validation::detail::is_json_pointer(text.substr(1)));
}

inline bool has_form(std::string_view text, grammar::text_form form) {
    using grammar::text_form;
    switch (form) {
        case text_form::absolute_url:
        case text_form::uri:
            // Fragments are let pass: the specification's own examples have them.
            return validation::detail::is_uri(text);
        case text_form::email:
            return validation::detail::is_email(text);
        case text_form::media_type:
            return is_media_type(text);
        case text_form::expression:
            return is_expression(text);
        case text_form::regex:
            return validation::detail::is_regex(text);
        default:
            return true;
    }
}

}  // namespace asyncapi::checks::detail
