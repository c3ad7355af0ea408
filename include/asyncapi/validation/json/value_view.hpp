#pragma once

#include <asyncapi/validation/json/number.hpp>
#include <asyncapi/validation/json/same_text.hpp>

#include <rapidjson/document.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string_view>

namespace asyncapi::validation::detail {

struct value_table;

/// A C++ value seen as a JSON value, without making one. Lasts as long as the value.
struct value_view {
    const void* value = nullptr;
    const value_table* as = nullptr;
};

/// One member of a struct.
struct member_view {
    std::string_view name;
    /// \return without table where there is no such member in this struct
    value_view (*get)(const void* object);
};

/// How values of a C++ type are seen; one constant for each type.
struct value_table {
    using item_visitor = bool(void* context, value_view item, std::size_t index);
    using member_visitor = bool(void* context, std::string_view name, value_view member);

    rapidjson::Type type = rapidjson::kNullType;  ///< `kFalseType`: a `bool`
    bool is_opaque = false;                       ///< any JSON, kept as text
    std::string_view (*text)(const void*) = nullptr;
    bool (*whole)(const void*, std::int64_t&) = nullptr;  ///< as `get_whole`
    detail::number (*number)(const void*) = nullptr;
    std::size_t (*size)(const void*) = nullptr;  ///< of an array or a map
    bool (*all_items)(const void*, item_visitor*, void* context) = nullptr;
    bool (*all_members)(const void*, member_visitor*, void* context) = nullptr;  ///< of a map
    std::span<const member_view> members{};                                      ///< of a struct
};

// What a program asks of a value, as in `value_access.hpp`.

inline rapidjson::Type type_of(value_view view) {
    const auto type = view.as->type;
    const bool is_true = type == rapidjson::kFalseType && *static_cast<const bool*>(view.value);
    return is_true ? rapidjson::kTrueType : type;
}
inline bool is_opaque(value_view view) noexcept {
    return view.as->is_opaque;
}

inline std::string_view text_of(value_view view) {
    return view.as->text(view.value);
}
inline bool get_whole(value_view view, std::int64_t& whole) {
    return view.as->whole != nullptr && view.as->whole(view.value, whole);
}
inline number number_of(value_view view) {
    return view.as->number(view.value);
}
inline bool get_real(value_view view, double& real) {
    const auto value = number_of(view);
    if (value.which() != number::form::real) return false;
    real = value.real();
    return true;
}

inline std::size_t item_count(value_view array) {
    return array.as->size(array.value);
}
template <class Visit>
bool all_items(value_view array, Visit visit) {
    const auto call = [](void* context, value_view item, std::size_t index) {
        return (*static_cast<Visit*>(context))(item, index);
    };
    return array.as->all_items(array.value, call, std::addressof(visit));
}

template <class Visit>
bool all_members(value_view object, Visit visit) {
    if (object.as->all_members != nullptr) {
        const auto call = [](void* context, std::string_view name, value_view member) {
            return (*static_cast<Visit*>(context))(name, member);
        };
        return object.as->all_members(object.value, call, std::addressof(visit));
    }
    for (const auto& each : object.as->members)
        if (const auto member = each.get(object.value);
            member.as != nullptr && !visit(each.name, member))
            return false;
    return true;
}
inline std::size_t member_count(value_view object) {
    if (object.as->all_members != nullptr) return object.as->size(object.value);
    std::size_t count = 0;
    for (const auto& each : object.as->members) count += each.get(object.value).as != nullptr;
    return count;
}
inline std::optional<value_view> find_named(value_view object, std::string_view name) {
    std::optional<value_view> found;
    if (object.as->all_members != nullptr) {
        all_members(object, [&](std::string_view each, value_view member) {
            if (same_text(each, name)) found = member;
            return !found;
        });
        return found;
    }
    for (const auto& each : object.as->members) {
        if (!same_text(each.name, name)) continue;
        if (const auto member = each.get(object.value); member.as != nullptr) found = member;
        break;
    }
    return found;
}
constexpr bool is_first_named(value_view, std::string_view, value_view) noexcept {
    return true;
}

}  // namespace asyncapi::validation::detail
