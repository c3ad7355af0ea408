#pragma once

#include <asyncapi/validation/draft07/reader.hpp>

namespace asyncapi::validation::detail {

/// `items`, `additionalItems`, `contains`, `minItems`, `maxItems`, `uniqueItems`.
inline void read_arrays(reader& from, array_keywords& into) {
    const auto* items = from.keyword("items");
    into.is_tuple = items != nullptr && items->IsArray();
    if (into.is_tuple) {
        for (rapidjson::SizeType i = 0; i < items->Size(); ++i)
            into.tuple.push_back(
                from.inside((*items)[i], joined(from.current().location, "items", std::size_t{i})));
        into.additional_items = from.schema("additionalItems");
    } else {
        into.items = from.schema("items");
        from.schema("additionalItems");  // means nothing here, but must be a schema
    }
    into.contains = from.schema("contains");
    into.min_items = from.count("minItems");
    into.max_items = from.count("maxItems");
    if (const auto* unique = from.keyword("uniqueItems")) {
        if (!unique->IsBool()) from.refuse("must be true or false");
        into.unique_items = unique->IsTrue();
    }
}

}  // namespace asyncapi::validation::detail
