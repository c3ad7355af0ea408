#pragma once

#include <asyncapi/validation/draft07/reader.hpp>

namespace asyncapi::validation::detail {

/// `minLength`, `maxLength`, `pattern`; `format`, `contentEncoding` and `contentMediaType` where
/// they are asserted.
inline void read_strings(reader& from, string_keywords& into) {
    into.min_length = from.count("minLength");
    into.max_length = from.count("maxLength");
    if (const auto source = from.text("pattern")) into.pattern = from.read_pattern(*source);
    if (const auto* known = from.asserted_format(); known != nullptr && known->text != nullptr)
        into.format = known;
    if (!from.options().assert_content) return;
    if (const auto encoding = from.text("contentEncoding"))
        into.content.base64 = is_called(*encoding, "base64");
    if (const auto type = from.text("contentMediaType")) into.content.json = is_json_type(*type);
}

}  // namespace asyncapi::validation::detail
