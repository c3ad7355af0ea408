#pragma once

#include <asyncapi/validation/pattern/pattern.hpp>
#include <asyncapi/validation/residual/facts.hpp>

#include <algorithm>
#include <cstddef>
#include <optional>
#include <set>
#include <string_view>
#include <vector>

namespace asyncapi::validation::detail {

inline const node& false_schema() {
    static const node made = [] {
        node schema;
        schema.is_false = true;
        return schema;
    }();
    return made;
}

inline const node& string_schema() {
    static const node made = [] {
        node schema;
        schema.values.types = string_type;
        return schema;
    }();
    return made;
}

inline const node* declared(const object_keywords& k, std::string_view name) {
    const node* found = nullptr;
    for (const auto& each : k.properties)
        if (each.name == name) found = each.schema;
    return found;
}

/// What is known of the member of an object that has this name, where there is one.
inline facts facts_of_member(const facts& of_object, std::string_view name) {
    facts made;
    for (const auto* schema : of_object) {
        const auto& k = schema->objects;
        const auto* property = declared(k, name);
        if (property != nullptr) made.add(*property);
        bool is_other = property == nullptr;
        for (const auto& each : k.pattern_properties) {
            const auto verdict = each.pattern->run(name);
            if (verdict == match::yes) made.add(*each.schema);
            if (verdict != match::no) is_other = false;
        }
        if (is_other && k.additional_properties != nullptr) made.add(*k.additional_properties);
    }
    return made;
}

/// What is known of every member whose name no schema of `of_object` declares.
inline facts facts_of_others(const facts& of_object) {
    facts made;
    for (const auto* schema : of_object)
        if (schema->objects.pattern_properties.empty() &&
            schema->objects.additional_properties != nullptr)
            made.add(*schema->objects.additional_properties);
    return made;
}

/// \return the names that members can have; nullopt when any name may come
inline std::optional<std::vector<std::string_view>> only_names(const facts& of_object) {
    for (const auto* schema : of_object) {
        const auto& k = schema->objects;
        if (!k.pattern_properties.empty() || k.additional_properties == nullptr ||
            !resolved(*k.additional_properties).is_false)
            continue;
        std::vector<std::string_view> names;
        for (const auto& each : k.properties) names.push_back(each.name);
        return names;
    }
    return std::nullopt;
}

inline std::set<std::string_view> required_names(const facts& of_object) {
    std::set<std::string_view> names;
    for (const auto* schema : of_object)
        names.insert(schema->objects.required.begin(), schema->objects.required.end());
    return names;
}

inline const node* item_schema(const array_keywords& k, std::size_t index) {
    if (!k.is_tuple) return k.items;
    return index < k.tuple.size() ? k.tuple[index] : k.additional_items;
}

/// How many items of an array have schemas of their own, in one schema or another.
inline std::size_t tuple_size(const facts& of_array) {
    std::size_t size = 0;
    for (const auto* schema : of_array) size = std::max(size, schema->arrays.tuple.size());
    return size;
}

/// What is known of the item at an index, where there is one; from `tuple_size` on of all alike.
inline facts facts_of_item(const facts& of_array, std::size_t index) {
    facts made;
    for (const auto* schema : of_array) {
        if (schema->arrays.max_items && *schema->arrays.max_items <= index)
            made.add(false_schema());
        if (const auto* item = item_schema(schema->arrays, index)) made.add(*item);
    }
    return made;
}

}  // namespace asyncapi::validation::detail
