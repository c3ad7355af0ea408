#pragma once

#include <asyncapi/validation/draft07/node.hpp>

namespace asyncapi::validation::detail {

// Whether keywords of a kind accept every value.

inline bool says_something(const value_keywords& k) noexcept {
    return k.types != 0 || k.enumeration != nullptr || k.constant != nullptr;
}
inline bool says_something(const number_keywords& k) noexcept {
    return k.minimum || k.maximum || k.exclusive_minimum || k.exclusive_maximum || k.multiple_of ||
           k.format != nullptr;
}
inline bool says_something(const string_keywords& k) noexcept {
    return k.min_length || k.max_length || k.pattern != nullptr || k.format != nullptr ||
           k.content.base64 || k.content.json;
}
inline bool says_something(const array_keywords& k) noexcept {
    return k.items != nullptr || k.is_tuple || k.contains != nullptr || k.min_items ||
           k.max_items || k.unique_items;
}
inline bool says_something(const object_keywords& k) noexcept {
    return !k.properties.empty() || !k.pattern_properties.empty() ||
           k.additional_properties != nullptr || k.property_names != nullptr ||
           !k.required.empty() || !k.dependencies.empty() || k.min_properties || k.max_properties;
}
inline bool says_something(const combination_keywords& k) noexcept {
    return !k.all_of.empty() || !k.any_of.empty() || !k.one_of.empty() || k.negated != nullptr ||
           k.condition != nullptr;
}

/// Whether a schema without `$ref` is `{}` but for annotations.
inline bool says_nothing(const node& s) noexcept {
    return !s.is_false && !says_something(s.values) && !says_something(s.numbers) &&
           !says_something(s.strings) && !says_something(s.arrays) && !says_something(s.objects) &&
           !says_something(s.combinations);
}

}  // namespace asyncapi::validation::detail
