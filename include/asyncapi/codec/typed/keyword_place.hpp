#pragma once

#include <asyncapi/schema/describe.hpp>
#include <asyncapi/schema/types.hpp>

#include <concepts>
#include <cstddef>
#include <tuple>
#include <type_traits>

namespace asyncapi::detail {

// Where keywords stand in a schema, as a type: what they say is known at compile time wherever the
// place is.

/// A type that stands alone.
struct no_place {
    static constexpr no_keywords get() { return {}; }
};

/// The keywords of one property.
template <class T, std::size_t Index>
struct property_place {
    static constexpr const auto& get() {
        return std::get<Index>(schema<T>::value.properties).keywords;
    }
};

template <class Place>
using keywords_of = std::remove_cvref_t<decltype(Place::get())>;

/// Inside `nullable(...)`.
template <class Place>
struct not_null_place {
    static constexpr const auto& get() { return Place::get().keywords; }
};

/// The items of an array, with or without `array_of(...)`.
template <class Place>
struct items_place {
    static constexpr decltype(auto) get() {
        if constexpr (is_array_description<keywords_of<Place>>)
            return (Place::get().items);
        else
            return no_keywords{};
    }
};

/// The values of a map, with or without `map_of(...)`.
template <class Place>
struct values_place {
    static constexpr decltype(auto) get() {
        if constexpr (is_map_description<keywords_of<Place>>)
            return (Place::get().values);
        else
            return no_keywords{};
    }
};

/// What is said of an array itself.
template <class Place>
constexpr array array_keywords_at() {
    if constexpr (is_array_description<keywords_of<Place>>)
        return Place::get().keywords;
    else if constexpr (std::same_as<keywords_of<Place>, array>)
        return Place::get();
    else
        return {};
}

/// What is said of a map itself.
template <class Place>
constexpr map map_keywords_at() {
    if constexpr (is_map_description<keywords_of<Place>>)
        return Place::get().keywords;
    else if constexpr (std::same_as<keywords_of<Place>, map>)
        return Place::get();
    else
        return {};
}

/// What a map says of its names.
template <class Place>
struct names_place {
    static constexpr string names = *map_keywords_at<Place>().property_names;
    static constexpr const string& get() { return names; }
};

template <class T>
inline constexpr std::size_t property_count = 0;
template <class... P>
inline constexpr std::size_t property_count<object_description<P...>> = sizeof...(P);
template <described_as_object T>
inline constexpr std::size_t property_count<T> =
    property_count<std::remove_cvref_t<decltype(schema<T>::value)>>;

template <class T, std::size_t Index>
constexpr const auto& property_of() {
    return std::get<Index>(schema<T>::value.properties);
}

}  // namespace asyncapi::detail
