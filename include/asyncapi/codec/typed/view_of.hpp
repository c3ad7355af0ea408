#pragma once

#include <asyncapi/codec/typed/keyword_place.hpp>
#include <asyncapi/schema/types.hpp>
#include <asyncapi/validation/json/value_view.hpp>

#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <limits>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <variant>

namespace asyncapi::detail {

using validation::detail::value_table;
using validation::detail::value_view;

template <class T>
value_view view_of(const T& value);

/// What the table of a C++ type is made of.
template <class T>
struct viewer {
    static const T& of(const void* value) { return *static_cast<const T*>(value); }

    static std::string_view text(const void* value) {
        if constexpr (shape_of<T>() == shape::enumeration) {
            for (const auto& each : schema<T>::value.values)
                if (each.value == of(value)) return each.text;
            return {};
        } else {
            return of(value);
        }
    }

    static bool whole(const void* value, std::int64_t& into) {
        if (!std::in_range<std::int64_t>(of(value))) return false;
        into = static_cast<std::int64_t>(of(value));
        return true;
    }
    static validation::detail::number number(const void* value) {
        if constexpr (std::floating_point<T>)
            return double{of(value)};
        else if constexpr (std::is_signed_v<T>)
            return std::int64_t{of(value)};
        else
            return std::uint64_t{of(value)};
    }

    static std::size_t size(const void* value) {
        if constexpr (is_tuple<T>)
            return std::tuple_size_v<T>;
        else
            return static_cast<std::size_t>(std::distance(of(value).begin(), of(value).end()));
    }
    static bool all_items(const void* value, value_table::item_visitor* visit, void* context) {
        if constexpr (is_tuple<T>) {
            return [&]<std::size_t... I>(std::index_sequence<I...>) {
                return (visit(context, view_of(std::get<I>(of(value))), I) && ...);
            }
            (std::make_index_sequence<std::tuple_size_v<T>>{});
        } else {
            std::size_t index = 0;
            for (const auto& each : of(value)) {
                const typename T::value_type& item = each;
                if (!visit(context, view_of(item), index++)) return false;
            }
            return true;
        }
    }
    static bool all_members(const void* value, value_table::member_visitor* visit, void* context) {
        for (const auto& [name, member] : of(value))
            if (!visit(context, name, view_of(member))) return false;
        return true;
    }

    template <std::size_t I>
    static value_view member(const void* object) {
        constexpr const auto& p = property_of<T, I>();
        const auto& value = of(object).*p.member;
        using type = std::remove_cvref_t<decltype(value)>;
        if constexpr (is_optional<type>) {
            constexpr bool null_when_empty =
                is_nullable_keywords<std::remove_cvref_t<decltype(p.keywords)>> &&
                !is_optional<unwrapped_t<type>>;
            if (!null_when_empty && !value) return {};
        }
        return view_of(value);
    }
    template <std::size_t... I>
    static constexpr auto list_members(std::index_sequence<I...>) {
        return std::array<validation::detail::member_view, sizeof...(I)>{
            {{property_of<T, I>().name, &member<I>}...}};
    }
};

template <class T>
inline constexpr auto members_of =
    viewer<T>::list_members(std::make_index_sequence<property_count<T>>{});

template <class T>
constexpr value_table make_table() {
    constexpr auto kind = shape_of<T>();
    using see = viewer<T>;
    value_table made;
    if constexpr (kind == shape::text || kind == shape::enumeration) {
        made.type = rapidjson::kStringType;
        made.text = &see::text;
    } else if constexpr (kind == shape::boolean) {
        made.type = rapidjson::kFalseType;
    } else if constexpr (kind == shape::integer || kind == shape::number) {
        made.type = rapidjson::kNumberType;
        if constexpr (kind == shape::integer) made.whole = &see::whole;
        made.number = &see::number;
    } else if constexpr (kind == shape::object) {
        made.type = rapidjson::kObjectType;
        made.members = members_of<T>;
    } else if constexpr (kind == shape::map) {
        made.type = rapidjson::kObjectType;
        made.size = &see::size;
        made.all_members = &see::all_members;
    } else if constexpr (kind == shape::sequence || kind == shape::fixed_sequence ||
                         kind == shape::tuple) {
        made.type = rapidjson::kArrayType;
        made.size = &see::size;
        made.all_items = &see::all_items;
    } else if constexpr (kind != shape::null) {
        made.is_opaque = true;
    }
    return made;
}

template <class T>
inline constexpr value_table table_of = make_table<T>();

/// A C++ value as the JSON value that is written for it.
template <class T>
value_view view_of(const T& value) {
    constexpr auto kind = shape_of<T>();
    if constexpr (kind == shape::optional) {
        return value ? view_of(*value) : value_view{nullptr, &table_of<std::nullptr_t>};
    } else if constexpr (kind == shape::variant) {
        if (value.valueless_by_exception()) return {nullptr, &table_of<any_json>};
        return std::visit([](const auto& held) { return view_of(held); }, value);
    } else {
        return {&value, &table_of<T>};
    }
}

}  // namespace asyncapi::detail
