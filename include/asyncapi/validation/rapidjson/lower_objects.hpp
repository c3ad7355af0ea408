#pragma once

#include <asyncapi/validation/rapidjson/lowering.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace asyncapi::validation::detail {

inline lowered_value names_list(lowering& to, const std::vector<std::string_view>& names) {
    auto list = to.list();
    for (const auto name : names) to.add(list, to.text(name));
    return list;
}

inline lowered_value pattern_property(lowering& to, const std::vector<std::string>& names,
                                      lowered_value schema) {
    auto made = to.empty();
    if (names.size() > 1 && !schema.HasMember("$ref")) schema = to.define(std::move(schema));
    for (const auto& text : names) to.set(made, to.raw_text(text), to.copy(schema));
    return made;
}

/// Whatever has neither a property nor a pattern of its own. RapidJSON lets a member pass that
/// satisfies its pattern or `additionalProperties`: with patterns that anything satisfies, that is
/// what is wanted here, and the patterns are enforced apart from this.
inline lowered_value additional_beside_patterns(lowering& to, const object_keywords& from) {
    auto properties = to.empty();
    for (const auto& each : from.properties) to.set(properties, to.text(each.name), to.empty());
    if (to.lists_names()) to.set(properties, to.raw_text(safe_utf8::name_list), to.empty());
    auto patterns = to.empty();
    for (const auto& each : from.pattern_properties)
        for (const auto& text : to.regexes(*each.pattern, "patternProperties"))
            to.set(patterns, to.raw_text(text), to.empty());
    auto made = to.object("properties", std::move(properties));
    if (!patterns.ObjectEmpty()) to.set(made, "patternProperties", std::move(patterns));
    to.set(made, "additionalProperties", to.schema(*from.additional_properties));
    return made;
}

inline void lower_properties(lowering& to, const object_keywords& from, draft04& into) {
    const bool has_additional = from.additional_properties != nullptr;
    auto properties = to.empty();
    for (const auto& each : from.properties)
        to.set(properties, to.text(each.name), to.schema(*each.schema));
    if (has_additional && from.pattern_properties.empty()) {
        if (to.lists_names()) to.set(properties, to.raw_text(safe_utf8::name_list), to.empty());
        to.set(into.keywords, "additionalProperties", to.schema(*from.additional_properties));
    } else if (has_additional) {
        to.add(into.all_of, additional_beside_patterns(to, from));
    }
    if (!properties.ObjectEmpty()) to.set(into.keywords, "properties", std::move(properties));
    for (const auto& each : from.pattern_properties) {
        const auto& names = to.regexes(*each.pattern, "patternProperties");
        if (names.empty()) continue;
        auto made = pattern_property(to, names, to.schema(*each.schema));
        to.add(into.all_of, to.object("patternProperties", std::move(made)));
    }
}

/// RapidJSON takes a name that is required for a property, to which `additionalProperties` does not
/// apply: then the two stand apart.
inline void lower_required(lowering& to, const object_keywords& from, draft04& into) {
    if (from.required.empty()) return;
    auto names = names_list(to, from.required);
    if (from.additional_properties == nullptr) {
        to.set(into.keywords, "required", std::move(names));
    } else {
        to.add(into.all_of, to.object("required", std::move(names)));
    }
}

inline void lower_dependencies(lowering& to, const object_keywords& from, draft04& into) {
    for (const auto& each : from.dependencies) {
        auto absent = to.object("type", to.text("object"));
        to.set(absent, "required", to.list(to.text(each.name)));
        absent = to.negation(std::move(absent));
        if (each.schema != nullptr) {
            to.add(into.all_of, to.any_of(std::move(absent), to.schema(*each.schema)));
        } else if (!each.names.empty()) {
            to.add(into.all_of,
                   to.any_of(std::move(absent), to.object("required", names_list(to, each.names))));
        }
    }
}

/// `properties`, `patternProperties`, `additionalProperties`, `propertyNames`, `required`,
/// `dependencies`, `minProperties`, `maxProperties`.
inline void lower(lowering& to, const object_keywords& from, draft04& into) {
    const std::uint64_t extra = to.lists_names() ? 1 : 0;
    lower_properties(to, from, into);
    lower_required(to, from, into);
    lower_dependencies(to, from, into);
    if (from.property_names != nullptr) {
        auto names = to.empty();
        to.set(names, to.raw_text(safe_utf8::name_list),
               to.object("items", to.schema(*from.property_names)));
        to.add(into.all_of, to.object("properties", std::move(names)));
    }
    if (from.min_properties && *from.min_properties > 0)
        to.set_least(into.keywords, "minProperties", *from.min_properties + extra);
    if (from.max_properties)
        to.set_most(into.keywords, "maxProperties", *from.max_properties + extra);
}

}  // namespace asyncapi::validation::detail
