#pragma once

#include <asyncapi/validation/rapidjson/lowering.hpp>

#include <utility>

namespace asyncapi::validation::detail {

/// `items`, `additionalItems`, `contains`, `minItems`, `maxItems`, `uniqueItems`.
inline void lower(lowering& to, const array_keywords& from, draft04& into) {
    auto& made = into.keywords;
    if (from.items != nullptr) to.set(made, "items", to.schema(*from.items));
    if (from.is_tuple && !from.tuple.empty()) {
        auto items = to.list();
        for (const auto* each : from.tuple) to.add(items, to.schema(*each));
        to.set(made, "items", std::move(items));
        if (from.additional_items != nullptr)
            to.set(made, "additionalItems", to.schema(*from.additional_items));
    } else if (from.is_tuple && from.additional_items != nullptr) {
        // RapidJSON forgets additionalItems beside an empty list of items.
        to.set(made, "items", to.schema(*from.additional_items));
    }
    if (from.contains != nullptr) {
        auto none = to.object("type", to.text("array"));
        to.set(none, "items", to.negation(to.schema(*from.contains)));
        to.add(into.all_of, to.negation(std::move(none)));
    }
    if (from.min_items) to.set_least(made, "minItems", *from.min_items);
    if (from.max_items) to.set_most(made, "maxItems", *from.max_items);
    if (from.unique_items) to.set(made, "uniqueItems", lowered_value{true});
}

}  // namespace asyncapi::validation::detail
