#pragma once

#include <asyncapi/validation/rapidjson/lowering.hpp>

#include <utility>

namespace asyncapi::validation::detail {

/// `allOf`, `anyOf`, `oneOf`, `not`, `if`, `then`, `else`.
inline void lower(lowering& to, const combination_keywords& from, draft04& into) {
    for (const auto* each : from.all_of) to.add(into.all_of, to.schema(*each));
    const auto alternatives = [&](const char* keyword, const std::vector<const node*>& schemas) {
        if (schemas.empty()) return;
        auto made = to.list();
        for (const auto* each : schemas) to.add(made, to.schema(*each));
        to.set(into.keywords, keyword, std::move(made));
    };
    alternatives("anyOf", from.any_of);
    alternatives("oneOf", from.one_of);
    if (from.negated != nullptr) to.set(into.keywords, "not", to.schema(*from.negated));
    if (from.consequent != nullptr)
        to.add(into.all_of,
               to.any_of(to.negation(to.schema(*from.condition)), to.schema(*from.consequent)));
    if (from.alternative != nullptr)
        to.add(into.all_of, to.any_of(to.schema(*from.condition), to.schema(*from.alternative)));
}

}  // namespace asyncapi::validation::detail
