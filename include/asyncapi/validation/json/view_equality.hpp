#pragma once

#include <asyncapi/validation/json/equality.hpp>
#include <asyncapi/validation/json/value_view.hpp>

#include <rapidjson/document.h>

#include <cstddef>
#include <string_view>

namespace asyncapi::validation::detail {

inline bool is_container(rapidjson::Type type) noexcept {
    return type == rapidjson::kArrayType || type == rapidjson::kObjectType;
}

/// As of two JSON values.
///
/// \param steps  that are left for it; with 0 left afterwards, a no means nothing
inline bool is_same_value(const rapidjson::Value& left, value_view right, std::size_t& steps) {
    const auto type = left.GetType();
    if (is_opaque(right) || type != type_of(right)) return false;
    switch (type) {
        case rapidjson::kNumberType:
            return number::of(left) == number_of(right);
        case rapidjson::kStringType:
            return text_of(left) == text_of(right);
        case rapidjson::kArrayType:
            return left.Size() == item_count(right) && take_steps(steps, left.Size()) &&
                   all_items(right, [&](value_view item, std::size_t index) {
                       return is_same_value(left[static_cast<rapidjson::SizeType>(index)], item,
                                            steps);
                   });
        case rapidjson::kObjectType:
            return left.MemberCount() == member_count(right) &&
                   take_steps(steps, std::size_t{left.MemberCount()} * left.MemberCount() / 4) &&
                   all_members(right, [&](std::string_view name, value_view member) {
                       const auto* other = find_member(left, name);
                       return other != nullptr && is_same_value(*other, member, steps);
                   });
        default:
            return true;
    }
}

/// Whether comparing with a JSON value shows all there is to compare.
inline bool is_comparable(value_view value) {
    if (is_opaque(value)) return false;
    const auto type = type_of(value);
    if (type == rapidjson::kArrayType)
        return all_items(value, [](value_view item, std::size_t) { return is_comparable(item); });
    if (type == rapidjson::kObjectType)
        return all_members(value,
                           [](std::string_view, value_view each) { return is_comparable(each); });
    return true;
}

/// Whether the items of an array can be held against one another: few, and simple ones.
inline bool has_comparable_items(value_view array) {
    constexpr std::size_t few = 64;
    return item_count(array) <= few && all_items(array, [](value_view item, std::size_t) {
               return !is_opaque(item) && !is_container(type_of(item));
           });
}

inline bool is_same_simple_value(value_view left, value_view right) {
    const auto type = type_of(left);
    if (type != type_of(right)) return false;
    if (type == rapidjson::kNumberType) return number_of(left) == number_of(right);
    return type != rapidjson::kStringType || text_of(left) == text_of(right);
}

/// Whether no two items of an array with `has_comparable_items` are equal.
inline bool all_unique(value_view array, std::size_t& steps) {
    const auto size = item_count(array);
    return take_steps(steps, size * size / 4) &&
           all_items(array, [&](value_view item, std::size_t index) {
               return all_items(array, [&](value_view other, std::size_t earlier) {
                   return earlier >= index || !is_same_simple_value(item, other);
               });
           });
}

/// \return as of a JSON value, for items that are simple
inline std::size_t count_values(value_view value, std::size_t) {
    return type_of(value) == rapidjson::kStringType ? 1 + text_of(value).size() / 32 : 1;
}

}  // namespace asyncapi::validation::detail
