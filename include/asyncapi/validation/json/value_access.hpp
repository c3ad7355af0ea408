#pragma once

#include <asyncapi/validation/json/equality.hpp>
#include <asyncapi/validation/json/number.hpp>
#include <asyncapi/validation/json/same_text.hpp>

#include <rapidjson/document.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace asyncapi::validation::detail {

// What a program asks of a value, answered by RapidJSON's. Other kinds of value have overloads of
// their own.

using json_value = rapidjson::Value;

[[gnu::always_inline]] inline rapidjson::Type type_of(const json_value& value) {
    return value.GetType();
}

/// Whether nothing can be asked of it.
constexpr bool is_opaque(const json_value&) noexcept {
    return false;
}

/// Whether all of it can be held against another value, and the items of an array against one
/// another.
constexpr bool is_comparable(const json_value&) noexcept {
    return true;
}
constexpr bool has_comparable_items(const json_value&) noexcept {
    return true;
}

/// \return whether the number is a whole one that fits
[[gnu::always_inline]] inline bool get_whole(const json_value& value, std::int64_t& whole) {
    if (!value.IsInt64()) return false;
    whole = value.GetInt64();
    return true;
}
[[gnu::always_inline]] inline bool get_real(const json_value& value, double& real) {
    if (!value.IsDouble()) return false;
    real = value.GetDouble();
    return true;
}
inline number number_of(const json_value& value) {
    return number::of(value);
}

[[gnu::always_inline]] inline std::size_t item_count(const json_value& array) {
    return array.Size();
}
/// Calls `visit(item, index)` until it says false.
///
/// \return false when it did
template <class Visit>
[[gnu::always_inline]] inline bool all_items(const json_value& array, Visit visit) {
    const auto* const begin = array.Begin();
    const auto* const end = array.End();
    std::size_t index = 0;
    for (const auto* at = begin; at != end; ++at, ++index)
        if (!visit(*at, index)) return false;
    return true;
}

[[gnu::always_inline]] inline std::size_t member_count(const json_value& object) {
    return object.MemberCount();
}
/// Calls `visit(name, value)` until it says false.
///
/// \return false when it did
template <class Visit>
[[gnu::always_inline]] inline bool all_members(const json_value& object, Visit visit) {
    const auto end = object.MemberEnd();
    for (auto at = object.MemberBegin(); at != end; ++at)
        if (!visit(text_of(at->name), at->value)) return false;
    return true;
}
/// \return nullptr when there is no such member
[[gnu::always_inline]] inline const json_value* find_named(const json_value& object,
                                                           std::string_view name) {
    const auto end = object.MemberEnd();
    for (auto at = object.MemberBegin(); at != end; ++at)
        if (same_text(text_of(at->name), name)) return &at->value;
    return nullptr;
}

/// Whether a member is the one that `find_named` finds.
inline bool is_first_named(const json_value& object, std::string_view name,
                           const json_value& member) {
    return find_named(object, name) == &member;
}

}  // namespace asyncapi::validation::detail
