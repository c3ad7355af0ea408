#pragma once

#include <asyncapi/schema/check_keywords.hpp>
#include <asyncapi/schema/types.hpp>

#include <concepts>
#include <cstddef>
#include <memory>
#include <optional>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <variant>

// The mistakes a description can hold, each found when it is first used and said in one sentence.
namespace asyncapi::detail {

struct convertible_to_all {
    template <class T>
    requires(!std::same_as<T, const char*>) constexpr operator T() const;
};

template <class T>
struct convertible_to_bases_of {
    template <class U>
    requires(!std::same_as<U, T> && std::is_base_of_v<U, T>) constexpr operator U() const;
};

template <class T, std::size_t... Base, std::size_t... Member>
constexpr bool brace_initialisable(std::index_sequence<Base...>, std::index_sequence<Member...>) {
    return requires {
        T{(static_cast<void>(Base), convertible_to_bases_of<T>{})...,
          (static_cast<void>(Member), convertible_to_all{})...};
    };
}

template <class T, std::size_t Count = 0>
constexpr std::size_t count_bases() {
    if constexpr (brace_initialisable<T>(std::make_index_sequence<Count + 1>{},
                                         std::index_sequence<>{}))
        return count_bases<T, Count + 1>();
    else
        return Count;
}

/// Whether a struct has more data members of its own, not of its bases, than `Count`. Looks no
/// further than aggregates.
template <class T, std::size_t Count>
constexpr bool has_more_members_than() {
    if constexpr (!std::is_aggregate_v<T> || std::is_empty_v<T>)
        return false;
    else
        return brace_initialisable<T>(std::make_index_sequence<count_bases<T>()>{},
                                      std::make_index_sequence<Count + 1>{});
}

/// How many of the properties are of members that `T` itself has, not one of its bases.
template <class T, class... Class, class... Member, class... K>
constexpr std::size_t count_own(
    const object_description<property_description<Class, Member, K>...>&) {
    return (std::size_t{0} + ... + std::size_t{std::same_as<Class, T>});
}

template <class T, class... Class, class... Member, class... K>
constexpr bool are_members_of(
    const object_description<property_description<Class, Member, K>...>&) {
    return (std::is_base_of_v<Class, T> && ...);
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

/// Whether each alternative has the property that tells it from the others, with another constant.
template <class K, class... Alternative>
constexpr bool tells_apart(const K& k, std::type_identity<std::variant<Alternative...>>) {
    keyword_list<std::string_view, 64> seen;
    const auto told = [&]<class A>(std::type_identity<A>) {
        bool found = false;
        if constexpr (shape_of<A>() == shape::object) {
            for_each_property(schema<A>::value, [&]<class C, class M, class P>(
                                                    const property_description<C, M, P>& p) {
                if (p.name != k.discriminator || !is_required<M>(p.keywords)) return;
                if constexpr (std::same_as<P, string>) {
                    found = p.keywords.const_value && !seen.contains(*p.keywords.const_value);
                    if (found) seen.push_back(*p.keywords.const_value);
                }
            });
        }
        return found;
    };
    return (told(std::type_identity<Alternative>{}) && ...);
}

template <class... P>
constexpr bool discriminators_tell_apart(const object_description<P...>& object) {
    bool all = true;
    for_each_property(
        object, [&]<class C, class M, class K>(const property_description<C, M, K>& each) {
            if constexpr (std::same_as<K, one_of_description>) {
                using variant = std::conditional_t<is_variant<M>, M, unwrapped_t<M>>;
                if constexpr (is_variant<variant>)
                    all = all && tells_apart(each.keywords, std::type_identity<variant>{});
            }
        });
    return all;
}

template <class Member>
inline constexpr bool is_twice_optional = false;
template <class T>
inline constexpr bool is_twice_optional<std::optional<T>> = is_optional<T>;

template <class Class, class Member, class K>
constexpr bool check_property(const property_description<Class, Member, K>&) {
    static_assert(
        keywords_fit<K, Member>(),
        "these keywords do not fit the member's type: std::string takes string{}, integers "
        "integer{}, floating point number{}, bool boolean{}, sequences array{} or array_of(), "
        "maps map{} or map_of(), std::variant one_of(), and nullable() needs a std::optional");
    static_assert(!is_twice_optional<Member> || is_nullable_keywords<K>,
                  "std::optional<std::optional<T>> is a property that may be missing and may be "
                  "null: give it nullable(...)");
    return keywords_fit<K, Member>() && check_type<Member>::value;
}

template <class... P, class F>
constexpr bool all_properties(const object_description<P...>& object, F holds) {
    bool all = true;
    for_each_property(object, [&](const auto& each) { all = holds(each) && all; });
    return all;
}

/// Checks the description of one struct; structs inside it are checked where they are used
/// themselves, so that a recursive one ends.
template <class T>
struct check_object {
    static constexpr const auto& description = schema<T>::value;

    static constexpr bool own = are_members_of<T>(description);
    static_assert(own, "a property of this object() names a data member of another struct");
    static constexpr bool complete = !has_more_members_than<T, count_own<T>(description)>();
    static_assert(
        complete || !own,
        "a data member has no property: object(...) needs one property(\"name\", &T::member) for "
        "each data member");
    static_assert(names_differ(description), "two properties of this object() have the same name");
    static_assert(members_differ(description),
                  "two properties of this object() name the same data member");

    static constexpr bool exact =
        numbers_are_exact(description.keywords) &&
        all_properties(description, [](const auto& p) { return numbers_are_exact(p.keywords); });
    static_assert(exact,
                  "a keyword of this object() cannot hold the number it was given: integer{} and "
                  "lengths take whole numbers, up to 9223372036854775807, and no length is "
                  "negative");
    static constexpr bool writable =
        all_properties(description, [](const auto& p) { return numbers_are_writable(p.keywords); });
    static_assert(writable,
                  "a number of this object() has no exact text at compile time: give it with at "
                  "most 15 digits, and below 1e37");
    static_assert(!exact || (are_possible(description.keywords) &&
                             all_properties(description,
                                            [](const auto& p) {
                                                return keywords_are_possible(p.keywords);
                                            })),
                  "a property's keywords cannot be satisfied: a minimum is above its maximum, "
                  "multiple_of is not positive, or const_value or enum_values break the others");
    static_assert(!exact || all_properties(description,
                                           []<class C, class M, class K>(
                                               const property_description<C, M, K>& p) {
                                               return default_is_valid<M>(p.keywords);
                                           }),
                  "a property's default_value breaks its own keywords, or does not fit the member");

    static constexpr bool typed =
        all_properties(description, [](const auto& p) { return check_property(p); });
    static_assert(
        !typed || discriminators_tell_apart(description),
        "one_of(\"name\") needs in each alternative a required property of that name with "
        "a const_value of its own");

    /// Whether what uses the description can be compiled; what cannot has had its error.
    static constexpr bool value = complete && own && exact && writable && typed;
};

}  // namespace asyncapi::detail
