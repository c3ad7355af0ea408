#pragma once

#include <asyncapi/schema/accepts_scalar.hpp>
#include <asyncapi/schema/types.hpp>

#include <concepts>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>

// Whether nothing that a writer can send satisfies a reader's schema. Only what is proved counts.
namespace asyncapi::detail {

enum class json_type { string, number, boolean, null, object, array, unknown };

constexpr json_type json_type_of(shape of) {
    switch (of) {
        case shape::text:
        case shape::enumeration:
            return json_type::string;
        case shape::integer:
        case shape::number:
            return json_type::number;
        case shape::boolean:
            return json_type::boolean;
        case shape::null:
            return json_type::null;
        case shape::object:
        case shape::map:
            return json_type::object;
        case shape::sequence:
        case shape::fixed_sequence:
        case shape::tuple:
            return json_type::array;
        default:
            return json_type::unknown;
    }
}

/// Whether a writer's property is there in every message.
template <class Member, class K>
constexpr bool is_always_written(const K& keywords) {
    if constexpr (is_nullable_keywords<K>)
        return is_required<Member>(keywords);
    else
        return !is_optional<Member>;
}

/// Calls `f` with each text that a writer can send; returns whether they can be told.
template <class W, class F>
constexpr bool each_text(const string& writer, F&& f) {
    if constexpr (shape_of<W>() == shape::enumeration) {
        for (const auto& each : schema<W>::value.values) f(each.text);
        return true;
    } else {
        if (writer.const_value)
            f(*writer.const_value);
        else
            for (const auto each : writer.enum_values) f(each);
        return writer.const_value || !writer.enum_values.empty();
    }
}

template <class R, class W>
constexpr bool excludes_text(const string& reader, const string& writer) {
    bool excluded = true;
    const bool told = each_text<W>(writer, [&](std::string_view text) {
        if constexpr (shape_of<R>() == shape::enumeration)
            excluded = excluded && !has_text<R>(text);
        else
            excluded = excluded && !text_satisfies(text, reader);
    });
    return told && excluded;
}

template <class R, class W>
constexpr bool excludes_integer(const integer& reader, const integer& writer) {
    const auto takes = reach<R>(reader);
    const auto gives = reach<W>(writer);
    if (gives.high < takes.low && !gives.beyond) return true;
    if (takes.high < gives.low && !takes.beyond) return true;
    if (writer.const_value) return !number_satisfies(*writer.const_value, reader);
    for (const auto each : writer.enum_values) {
        if (number_satisfies(each, reader)) return false;
    }
    return !writer.enum_values.empty();
}

template <class R, class W, class RK = no_keywords, class WK = no_keywords>
constexpr bool excludes(const RK& reader = {}, const WK& writer = {});

/// Whether `property`, of the reader, is one that no message of the writer has as it must be.
template <class W, class C, class M, class K>
constexpr bool excludes_by(const property_description<C, M, K>& wanted) {
    bool found = false;
    bool excluded = false;
    for_each_property(schema<W>::value, [&]<class GC, class GM, class GK>(
                                            const property_description<GC, GM, GK>& given) {
        if (given.name != wanted.name) return;
        found = true;
        excluded = is_always_written<GM>(given.keywords) &&
                   excludes<M, GM>(wanted.keywords, given.keywords);
    });
    return excluded || (!found && is_required<M>(wanted.keywords));
}

template <class R, class W>
constexpr bool excludes_object() {
    constexpr const auto& reader = schema<R>::value;
    bool excluded = false;
    for_each_property(reader,
                      [&](const auto& wanted) { excluded = excluded || excludes_by<W>(wanted); });
    if (reader.keywords.additional_properties) return excluded;
    for_each_property(schema<W>::value,
                      [&]<class C, class M, class K>(const property_description<C, M, K>& given) {
                          bool known = false;
                          for_each_property(reader, [&](const auto& each) {
                              known = known || each.name == given.name;
                          });
                          excluded = excluded || (!known && is_always_written<M>(given.keywords));
                      });
    return excluded;
}

template <class R, class W, class RK, class WK>
constexpr bool excludes(const RK& reader, const WK& writer) {
    constexpr auto r = shape_of<R>();
    constexpr auto w = shape_of<W>();
    if constexpr (is_nullable_keywords<RK> || is_nullable_keywords<WK>)
        return false;
    else if constexpr (r == shape::optional)
        return excludes<unwrapped_t<R>, W>(reader, writer);
    else if constexpr (w == shape::optional)
        return excludes<R, unwrapped_t<W>>(reader, writer);
    else if constexpr (w == shape::variant)
        return [&]<class... A>(std::type_identity<std::variant<A...>>) {
            return (excludes<R, A>(reader) && ...);
        }(std::type_identity<W>{});
    else if constexpr (r == shape::variant)
        return [&]<class... A>(std::type_identity<std::variant<A...>>) {
            return (excludes<A, W>(no_keywords{}, writer) && ...);
        }(std::type_identity<R>{});
    else if constexpr (r == shape::any || w == shape::any)
        return false;
    else if constexpr (json_type_of(r) != json_type_of(w))
        return true;
    else if constexpr (json_type_of(r) == json_type::string)
        return excludes_text<R, W>(keywords_or<string>(reader), keywords_or<string>(writer));
    else if constexpr (r == shape::integer && w == shape::integer)
        return excludes_integer<R, W>(keywords_or<integer>(reader), keywords_or<integer>(writer));
    else if constexpr (r == shape::boolean)
        return keywords_or<boolean>(reader).const_value &&
               keywords_or<boolean>(writer).const_value &&
               keywords_or<boolean>(reader).const_value != keywords_or<boolean>(writer).const_value;
    else if constexpr (r == shape::object && w == shape::object)
        return excludes_object<R, W>();
    else
        return false;
}

}  // namespace asyncapi::detail
