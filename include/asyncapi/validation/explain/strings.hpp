#pragma once

#include <asyncapi/validation/explain/explanation.hpp>
#include <asyncapi/validation/json/utf8.hpp>

#include <string>

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

inline bool explain_strings(explanation& run, const node& schema, const rapidjson::Value& value) {
    if (!value.IsString()) return true;
    const auto& k = schema.strings;
    const auto text = text_of(value);
    const auto size = k.min_length || k.max_length ? utf8_size(text) : 0;
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
    if (k.pattern != nullptr && !k.pattern->matches(text))
        valid = run.fail(schema, "pattern", [&] {
            return quoted(text) + " does not match the pattern " +
                   shortened(k.pattern->source(), 80);
        });
    return valid;
}

}  // namespace asyncapi::validation::detail
