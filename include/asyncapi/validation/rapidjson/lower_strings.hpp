#pragma once

#include <asyncapi/validation/rapidjson/lowering.hpp>

#include <utility>

namespace asyncapi::validation::detail {

/// `minLength`, `maxLength`, `pattern`.
inline void lower(lowering& to, const string_keywords& from, draft04& into) {
    if (from.min_length) to.set_least(into.keywords, "minLength", *from.min_length);
    if (from.max_length) to.set_most(into.keywords, "maxLength", *from.max_length);
    if (from.format != nullptr) to.refuse("format", "RapidJSON cannot enforce it");
    if (from.content.base64) to.refuse("contentEncoding", "RapidJSON cannot enforce it");
    if (from.content.json) to.refuse("contentMediaType", "RapidJSON cannot enforce it");
    if (from.pattern == nullptr) return;
    const auto& texts = to.regexes(*from.pattern, "pattern");
    if (texts.size() == 1) {
        to.set(into.keywords, "pattern", to.raw_text(texts.front()));
    } else if (texts.empty()) {
        to.add(into.all_of, to.negation(to.object("type", to.text("string"))));
    } else {
        auto alternatives = to.list();
        for (const auto& each : texts)
            to.add(alternatives, to.object("pattern", to.raw_text(each)));
        to.add(into.all_of, to.object("anyOf", std::move(alternatives)));
    }
}

}  // namespace asyncapi::validation::detail
