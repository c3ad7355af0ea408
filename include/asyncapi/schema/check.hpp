#pragma once

#include <asyncapi/schema/types.hpp>

#include <cstddef>
#include <string_view>
#include <type_traits>
#include <utility>

// The mistakes a description can hold, each found when it is first used and said in one sentence.
namespace asyncapi::detail {

struct convertible_to_all {
    template <class T>
    requires(!std::same_as<T, const char*>) constexpr operator T() const;
};

template <class T, std::size_t... I>
constexpr bool brace_initialisable(std::index_sequence<I...>) {
    return requires {
        T{(static_cast<void>(I), convertible_to_all{})...};
    };
}

/// Whether a struct has more data members than `Count`. Looks no further than aggregates.
template <class T, std::size_t Count>
constexpr bool has_more_members_than() {
    if constexpr (!std::is_aggregate_v<T> || std::is_empty_v<T>)
        return false;
    else
        return brace_initialisable<T>(std::make_index_sequence<Count + 1>{});
}

template <class... P>
constexpr bool names_differ(const object_description<P...>& object) {
    bool differ = true;
    std::size_t i = 0;
    for_each_property(object, [&](const auto& left) {
        std::size_t j = 0;
        for_each_property(object, [&](const auto& right) {
            differ = differ && (j++ == i || left.name != right.name);
        });
        ++i;
    });
    return differ;
}

template <class... P>
constexpr bool members_differ(const object_description<P...>& object) {
    bool differ = true;
    std::size_t i = 0;
    for_each_property(object, [&](const auto& left) {
        std::size_t j = 0;
        for_each_property(object, [&](const auto& right) {
            if constexpr (std::same_as<decltype(left.member), decltype(right.member)>) {
                if (i != j && left.member == right.member) differ = false;
            }
            ++j;
        });
        ++i;
    });
    return differ;
}

template <class N>
constexpr bool ordered(const std::optional<N>& low, const std::optional<N>& high) {
    return !low || !high || *low <= *high;
}

/// Whether keywords can be satisfied together, and their default and constants satisfy them.
template <class K>
constexpr bool bounds_are_possible(const K& k) {
    if constexpr (std::same_as<K, string>)
        return ordered(k.min_length, k.max_length);
    else if constexpr (std::same_as<K, integer> || std::same_as<K, number>) {
        const bool strict = !k.exclusive_minimum || !k.exclusive_maximum ||
                            *k.exclusive_minimum < *k.exclusive_maximum;
        return ordered(k.minimum, k.maximum) && strict && (!k.multiple_of || *k.multiple_of > 0);
    } else if constexpr (std::same_as<K, array>)
        return ordered(k.min_items, k.max_items);
    else if constexpr (std::same_as<K, map>)
        return ordered(k.min_properties, k.max_properties);
    else if constexpr (is_array_description<K>)
        return bounds_are_possible(k.keywords) && bounds_are_possible(k.items);
    else if constexpr (is_map_description<K>)
        return bounds_are_possible(k.keywords) && bounds_are_possible(k.values);
    else if constexpr (is_nullable_keywords<K>)
        return bounds_are_possible(k.keywords);
    else
        return true;
}

template <class N, class K>
constexpr bool number_satisfies(N value, const K& k) {
    return (!k.minimum || value >= *k.minimum) && (!k.maximum || value <= *k.maximum) &&
           (!k.exclusive_minimum || value > *k.exclusive_minimum) &&
           (!k.exclusive_maximum || value < *k.exclusive_maximum) &&
           (k.enum_values.empty() || k.enum_values.contains(value)) &&
           (!k.const_value || value == *k.const_value);
}

constexpr std::size_t count_characters(std::string_view text) {
    std::size_t count = 0;
    for (const char c : text) count += (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
    return count;
}

template <class K>
constexpr bool default_is_valid(const K& k) {
    if constexpr (std::same_as<K, string>) {
        if (!k.default_value) return true;
        const auto length = count_characters(*k.default_value);
        return (!k.min_length || length >= *k.min_length) &&
               (!k.max_length || length <= *k.max_length) &&
               (k.enum_values.empty() || k.enum_values.contains(*k.default_value)) &&
               (!k.const_value || *k.const_value == *k.default_value);
    } else if constexpr (std::same_as<K, integer> || std::same_as<K, number>)
        return !k.default_value || number_satisfies(*k.default_value, k);
    else
        return true;
}

template <class E, std::size_t N>
constexpr bool enumerators_differ(const enumeration_description<E, N>& all) {
    for (std::size_t i = 0; i < N; ++i) {
        for (std::size_t j = i + 1; j < N; ++j) {
            if (all.values[i].text == all.values[j].text ||
                all.values[i].value == all.values[j].value)
                return false;
        }
    }
    return true;
}

template <class T>
struct check_type;

template <class T, auto Shape = shape_of<T>()>
struct check_shape : std::true_type {};

template <class T>
struct check_shape<T, shape::unknown> : std::false_type {
    static_assert(
        !std::same_as<T, T>,
        "this type has no JSON Schema: specialise asyncapi::schema<T> with object(...) or "
        "enumeration(...), or use a type that has one (std::string, numbers, bool, std::optional, "
        "std::vector, std::map<std::string, T>, std::variant)");
};

template <class T>
struct check_shape<T, shape::optional> : check_type<unwrapped_t<T>> {};
template <class T>
struct check_shape<T, shape::sequence> : check_type<typename T::value_type> {};
template <class T>
struct check_shape<T, shape::fixed_sequence> : check_type<typename T::value_type> {};
template <class T>
struct check_shape<T, shape::map> : check_type<typename T::mapped_type> {};

template <class... Alternative>
struct check_shape<std::variant<Alternative...>, shape::variant>
    : std::bool_constant<(check_type<Alternative>::value && ...)> {};
template <class... Element>
struct check_shape<std::tuple<Element...>, shape::tuple>
    : std::bool_constant<(check_type<Element>::value && ...)> {};
template <class A, class B>
struct check_shape<std::pair<A, B>, shape::tuple>
    : std::bool_constant<check_type<A>::value && check_type<B>::value> {};

template <class T>
struct check_shape<T, shape::enumeration> : std::true_type {
    static_assert(enumerators_differ(schema<T>::value),
                  "two enumerators of this enumeration() share a value or a text");
};

template <class T>
struct check_type : check_shape<T> {};

template <class Class, class Member, class K>
constexpr bool check_property(const property_description<Class, Member, K>&) {
    static_assert(
        keywords_fit<K, Member>(),
        "these keywords do not fit the member's type: std::string takes string{}, integers "
        "integer{}, floating point number{}, bool boolean{}, sequences array{} or array_of(), "
        "maps map{} or map_of(), std::variant one_of(), and nullable() needs a std::optional");
    return check_type<Member>::value;
}

template <class... P>
constexpr bool all_bounds_possible(const object_description<P...>& object) {
    bool possible = true;
    for_each_property(object, [&](const auto& each) {
        possible = possible && bounds_are_possible(each.keywords);
    });
    return possible;
}

template <class... P>
constexpr bool all_defaults_valid(const object_description<P...>& object) {
    bool valid = true;
    for_each_property(object,
                      [&](const auto& each) { valid = valid && default_is_valid(each.keywords); });
    return valid;
}

template <class... P>
constexpr bool check_properties(const object_description<P...>& object) {
    bool known = true;
    for_each_property(object, [&](const auto& each) { known = check_property(each) && known; });
    return known;
}

/// Checks the description of one struct; structs inside it are checked where they are used
/// themselves, so that a recursive one ends.
template <class T>
struct check_object {
    static constexpr const auto& description = schema<T>::value;
    static constexpr std::size_t count = std::tuple_size_v<decltype(description.properties)>;

    static_assert(
        !has_more_members_than<T, count>(),
        "a data member has no property: object(...) needs one property(\"name\", &T::member) for "
        "each data member");
    static_assert(names_differ(description), "two properties of this object() have the same name");
    static_assert(members_differ(description),
                  "two properties of this object() name the same data member");
    static_assert(all_bounds_possible(description),
                  "a property's keywords cannot be satisfied: a minimum is above its maximum, or "
                  "multiple_of is "
                  "not positive");
    static_assert(all_defaults_valid(description),
                  "a property's default_value breaks its own keywords");
    static constexpr bool value = check_properties(description);
};

}  // namespace asyncapi::detail
