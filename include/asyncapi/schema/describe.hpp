#pragma once

#include <asyncapi/schema/keywords.hpp>

#include <array>
#include <concepts>
#include <cstddef>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>

namespace asyncapi {

/// The JSON Schema of a C++ type, as in `components.schemas`. Specialise it with
/// `static constexpr auto value = object(...)` or `enumeration(...)`; `name` is optional.
template <class T>
struct schema;

/// Whether somebody wrote `asyncapi::schema<T>`.
template <class T>
concept described = requires {
    sizeof(schema<T>);
};

/// One property of a struct; made by `property`.
template <class Class, class Member, class Keywords>
struct property_description {
    std::string_view name;
    Member Class::*member;
    Keywords keywords;
};

/// What the C++ type says is enough: no keywords.
struct no_keywords {};

/// A described struct; made by `object`.
template <class... Properties>
struct object_description {
    object_keywords keywords;
    std::tuple<Properties...> properties;
};

/// One value of an enum and its text on the wire.
template <class Enum>
struct enumerator {
    constexpr enumerator(Enum of, std::string_view on_the_wire) : value{of}, text{on_the_wire} {}

    Enum value;
    std::string_view text;
};

/// A described enum; made by `enumeration`.
template <class Enum, std::size_t Count>
struct enumeration_description {
    using enum_type = Enum;
    std::array<enumerator<Enum>, Count> values;
    annotations notes;
};

template <class Items>
struct array_description {
    Items items;
    array keywords;
};

template <class Values>
struct map_description {
    Values values;
    map keywords;
};

template <class Keywords>
struct nullable_description {
    Keywords keywords;
};

/// Keywords of a `std::variant`; made by `one_of`.
struct one_of_description {
    std::string_view discriminator;
    annotations notes;
};

template <class Class, class Member>
constexpr auto property(std::string_view name, Member Class::*member) {
    return property_description<Class, Member, no_keywords>{name, member, {}};
}

/// \param keywords  `string{...}`, `integer{...}`, `array{...}`, ..., as fits the member's type
template <class Class, class Member, class Keywords>
constexpr auto property(std::string_view name, Member Class::*member, Keywords keywords) {
    return property_description<Class, Member, Keywords>{name, member, keywords};
}

template <class... Class, class... Member, class... Keywords>
constexpr auto object(property_description<Class, Member, Keywords>... properties) {
    return object_description<property_description<Class, Member, Keywords>...>{{},
                                                                                {properties...}};
}

template <class... Class, class... Member, class... Keywords>
constexpr auto object(object_keywords keywords,
                      property_description<Class, Member, Keywords>... properties) {
    return object_description<property_description<Class, Member, Keywords>...>{keywords,
                                                                                {properties...}};
}

/// `enumeration(enumerator{priority::low, "LOW"}, enumerator{priority::high, "HIGH"})`
template <class Enum, std::same_as<enumerator<Enum>>... More>
constexpr auto enumeration(enumerator<Enum> first, More... more) {
    return enumeration_description<Enum, 1 + sizeof...(More)>{{first, more...}, {}};
}

template <class Enum, std::same_as<enumerator<Enum>>... More>
constexpr auto enumeration(annotations notes, enumerator<Enum> first, More... more) {
    return enumeration_description<Enum, 1 + sizeof...(More)>{{first, more...}, notes};
}

/// Keywords for an array's items: `array_of(string{.max_length = 20}, array{.max_items = 8})`.
template <class Items>
constexpr auto array_of(Items items, array keywords = {}) {
    return array_description<Items>{items, keywords};
}

/// Keywords for a map's values: `map_of(integer{.minimum = 0})`.
template <class Values>
constexpr auto map_of(Values values, map keywords = {}) {
    return map_description<Values>{values, keywords};
}

/// The property is required and may be null: an empty `std::optional`.
/// On `std::optional<std::optional<T>>` the outer one means "not there", the inner one null.
template <class Keywords = no_keywords>
constexpr auto nullable(Keywords keywords = {}) {
    return nullable_description<Keywords>{keywords};
}

/// For a `std::variant`: its alternatives are told apart by the text of one of their properties.
///
/// \see AsyncAPI 3.0 Schema Object, discriminator
constexpr auto one_of(std::string_view discriminator, annotations notes = {}) {
    return one_of_description{discriminator, notes};
}

}  // namespace asyncapi
