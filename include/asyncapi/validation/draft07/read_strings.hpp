#pragma once

#include <asyncapi/validation/draft07/reader.hpp>

namespace asyncapi::validation::detail {

/// `minLength`, `maxLength`, `pattern`.
inline void read_strings(reader& from, string_keywords& into) {
    into.min_length = from.count("minLength");
    into.max_length = from.count("maxLength");
    if (const auto* source = from.keyword("pattern")) {
        if (source->IsString()) {
            into.pattern = from.read_pattern(text_of(*source));
        } else {
            from.refuse("must be a text");
        }
    }
}

}  // namespace asyncapi::validation::detail
