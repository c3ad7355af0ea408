#pragma once

#include <asyncapi/schema/describe.hpp>

#include <array>
#include <concepts>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <variant>

namespace asyncapi {

/// Any JSON value, kept as its text. Its schema is `true`.
struct any_json {
    std::string text = "null";
    friend bool operator==(const any_json&, const any_json&) = default;
};

namespace detail {

/// Tells types apart at compile time. (With g++'s undefined behaviour sanitizer, comparing the
/// addresses of two variables is no constant expression.)
template <class T>
constexpr std::string_view type_name() {
    return __PRETTY_FUNCTION__;
}

/// What a C++ type is in JSON.
enum class shape {
    text,
    integer,
    number,
    boolean,
    null,
    any,
    object,
    enumeration,
    sequence,
    fixed_sequence,
    tuple,
    map,
    variant,
    optional,
    unknown
};

template <class T>
inline constexpr bool is_optional = false;
template <class T>
inline constexpr bool is_optional<std::optional<T>> = true;
template <class T>
inline constexpr bool is_optional<std::unique_ptr<T>> = true;

template <class T>
inline constexpr bool is_variant = false;
template <class... T>
inline constexpr bool is_variant<std::variant<T...>> = true;

template <class T>
inline constexpr bool is_std_array = false;
template <class T, std::size_t N>
inline constexpr bool is_std_array<std::array<T, N>> = true;

template <class T>
inline constexpr bool is_tuple = false;
template <class... T>
inline constexpr bool is_tuple<std::tuple<T...>> = true;
template <class A, class B>
inline constexpr bool is_tuple<std::pair<A, B>> = true;

template <class T>
inline constexpr bool is_enumeration = false;
template <class E, std::size_t N>
inline constexpr bool is_enumeration<enumeration_description<E, N>> = true;

template <class T>
inline constexpr bool is_object = false;
template <class... P>
inline constexpr bool is_object<object_description<P...>> = true;

template <class T>
inline constexpr bool is_character =
    std::same_as<T, char> || std::same_as<T, wchar_t> || std::same_as<T, char8_t> ||
    std::same_as<T, char16_t> || std::same_as<T, char32_t>;

template <class T>
concept map_like = requires(T& value, const typename T::key_type& key) {
    typename T::mapped_type;
    value[key];
}
&&std::same_as<typename T::key_type, std::string>;

template <class T>
concept set_like = requires {
    typename T::key_type;
}
&&!requires {
    typename T::mapped_type;
};

template <class T>
concept sequence_like = requires(T& value) {
    typename T::value_type;
    value.begin();
    value.end();
    value.clear();
}
&&!requires {
    typename T::mapped_type;
};

// Questions rather than the type itself: where the compiler has already refused the description,
// they are answered with no, and nothing more is said.
template <class T>
concept described_as_enumeration = requires {
    requires is_enumeration<std::remove_cvref_t<decltype(schema<T>::value)>>;
};
template <class T>
concept described_as_object = requires {
    requires is_object<std::remove_cvref_t<decltype(schema<T>::value)>>;
};

template <class T>
constexpr shape shape_of() {
    if constexpr (described<T>) {
        if constexpr (described_as_enumeration<T>)
            return shape::enumeration;
        else if constexpr (described_as_object<T>)
            return shape::object;
        else
            return shape::unknown;
    } else if constexpr (std::same_as<T, std::string>)
        return shape::text;
    else if constexpr (std::same_as<T, bool>)
        return shape::boolean;
    else if constexpr (std::same_as<T, any_json>)
        return shape::any;
    else if constexpr (std::same_as<T, std::nullptr_t> || std::same_as<T, std::monostate>)
        return shape::null;
    else if constexpr (std::integral<T> && !is_character<T> && sizeof(T) <= 8)
        return shape::integer;
    else if constexpr (std::same_as<T, double> || std::same_as<T, float>)
        return shape::number;
    else if constexpr (is_optional<T>)
        return shape::optional;
    else if constexpr (is_variant<T>)
        return shape::variant;
    else if constexpr (is_std_array<T>)
        return shape::fixed_sequence;
    else if constexpr (is_tuple<T>)
        return shape::tuple;
    else if constexpr (map_like<T>)
        return shape::map;
    else if constexpr (sequence_like<T>)
        return shape::sequence;
    else
        return shape::unknown;
}

template <class T>
struct unwrapped {
    using type = T;
};
template <class T>
struct unwrapped<std::optional<T>> {
    using type = T;
};
template <class T>
struct unwrapped<std::unique_ptr<T>> {
    using type = T;
};
/// `T` without one `std::optional` or `std::unique_ptr` around it.
template <class T>
using unwrapped_t = typename unwrapped<T>::type;

template <class T>
inline constexpr bool is_nullable_keywords = false;
template <class K>
inline constexpr bool is_nullable_keywords<nullable_description<K>> = true;
template <class T>
inline constexpr bool is_array_description = false;
template <class I>
inline constexpr bool is_array_description<array_description<I>> = true;
template <class T>
inline constexpr bool is_map_description = false;
template <class V>
inline constexpr bool is_map_description<map_description<V>> = true;

/// Whether keywords of type `K` say something about values of type `T`.
template <class K, class T>
constexpr bool keywords_fit() {
    constexpr auto kind = shape_of<T>();
    if constexpr (is_nullable_keywords<K>) {
        if constexpr (!is_optional<T>)
            return false;
        else if constexpr (is_optional<unwrapped_t<T>>)
            return keywords_fit<decltype(K::keywords), unwrapped_t<unwrapped_t<T>>>();
        else
            return keywords_fit<decltype(K::keywords), unwrapped_t<T>>();
    } else if constexpr (kind == shape::optional)
        return keywords_fit<K, unwrapped_t<T>>();
    else if constexpr (std::same_as<K, no_keywords> || std::same_as<K, annotations>)
        return true;
    else if constexpr (std::same_as<K, string>)
        return kind == shape::text;
    else if constexpr (std::same_as<K, integer>)
        return kind == shape::integer;
    else if constexpr (std::same_as<K, number>)
        return kind == shape::number;
    else if constexpr (std::same_as<K, boolean>)
        return kind == shape::boolean;
    else if constexpr (std::same_as<K, null>)
        return kind == shape::null;
    else if constexpr (std::same_as<K, array>)
        return kind == shape::sequence || kind == shape::fixed_sequence;
    else if constexpr (std::same_as<K, map>)
        return kind == shape::map;
    else if constexpr (std::same_as<K, one_of_description>)
        return kind == shape::variant;
    else if constexpr (is_array_description<K>) {
        if constexpr (kind == shape::sequence || kind == shape::fixed_sequence)
            return keywords_fit<decltype(K::items), typename T::value_type>();
        else
            return false;
    } else if constexpr (is_map_description<K>) {
        if constexpr (kind == shape::map)
            return keywords_fit<decltype(K::values), typename T::mapped_type>();
        else
            return false;
    } else
        return false;
}

template <class... Properties, class F>
constexpr void for_each_property(const object_description<Properties...>& object, F&& f) {
    [&]<std::size_t... I>(std::index_sequence<I...>) {
        (f(std::get<I>(object.properties)), ...);
    }
    (std::index_sequence_for<Properties...>{});
}

/// Whether keywords bring a default of their own, which makes a plain member optional on the wire.
template <class K>
constexpr bool has_default(const K& keywords) {
    if constexpr (requires { keywords.default_value.has_value(); })
        return keywords.default_value.has_value();
    else
        return false;
}

/// Whether a property with this member type and these keywords must be there.
template <class Member, class K>
constexpr bool is_required(const K& keywords) {
    if constexpr (is_nullable_keywords<K>)
        return !is_optional<unwrapped_t<Member>>;
    else
        return !is_optional<Member> && !has_default(keywords);
}

}  // namespace detail
}  // namespace asyncapi
