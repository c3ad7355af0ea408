#pragma once

#include <asyncapi/detail/utf8.hpp>
#include <asyncapi/validation/explain/explanation.hpp>
#include <asyncapi/validation/pattern/pattern.hpp>

#include <string>
#include <string_view>

namespace asyncapi::validation::detail {

/// `2 items, fewer than the minimum of 3`.
inline std::string too_few(std::size_t count, std::size_t bound, const char* one,
                           const char* many) {
    return count_text(count, one, many) + ", fewer than the minimum of " + std::to_string(bound);
}
inline std::string too_many(std::size_t count, std::size_t bound, const char* one,
                            const char* many) {
    return count_text(count, one, many) + ", more than the maximum of " + std::to_string(bound);
}

inline std::string too_much_matching(const pattern& expected, std::string_view text) {
    return "matching the pattern " + shortened(expected.source(), 80) + " against " + quoted(text) +
           " takes more work than is allowed";
}

inline bool explain_pattern(explanation& run, const node& schema, std::string_view text) {
    const auto& expected = *schema.strings.pattern;
    const auto outcome = expected.run(text);
    if (outcome == match::exhausted)
        return run.stop(schema, "pattern", too_much_matching(expected, text));
    return outcome == match::yes || run.fail(schema, "pattern", [&] {
        return quoted(text) + " does not match the pattern " + shortened(expected.source(), 80);
    });
}

inline bool explain_content(explanation& run, const node& schema, std::string_view text) {
    const auto broken = broken_content(schema.strings.content, text);
    if (broken.empty()) return true;
    return run.fail(schema, broken, [&] {
        if (broken == "contentEncoding") return quoted(text) + " is not base64 text";
        const bool encoded = schema.strings.content.base64;
        return quoted(text) + (encoded ? " is not base64 of a JSON text" : " is not a JSON text");
    });
}

inline bool explain_strings(explanation& run, const node& schema, const rapidjson::Value& value) {
    if (!value.IsString()) return true;
    const auto& k = schema.strings;
    const auto text = text_of(value);
    const auto size = k.min_length || k.max_length ? asyncapi::detail::utf8_size(text) : 0;
    bool valid = true;
    if (k.min_length && size < *k.min_length)
        valid = run.fail(schema, "minLength", [&] {
            return quoted(text) + " has " + too_few(size, *k.min_length, "character", "characters");
        });
    if (k.max_length && size > *k.max_length)
        valid = run.fail(schema, "maxLength", [&] {
            return quoted(text) + " has " +
                   too_many(size, *k.max_length, "character", "characters");
        });
    if (k.pattern != nullptr && !explain_pattern(run, schema, text)) valid = false;
    if (k.format != nullptr && !k.format->text(text))
        valid = run.fail(schema, "format",
                         [&] { return quoted(text) + " is not " + std::string{k.format->phrase}; });
    return explain_content(run, schema, text) && valid;
}

}  // namespace asyncapi::validation::detail
