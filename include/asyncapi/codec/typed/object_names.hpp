#pragma once

#include <asyncapi/codec/typed/keyword_place.hpp>
#include <asyncapi/schema/describe.hpp>
#include <asyncapi/schema/write.hpp>

#include <array>
#include <concepts>
#include <cstddef>
#include <string_view>
#include <utility>

namespace asyncapi::detail {

/// A property's name as JSON text, with its quotes.
template <class T, std::size_t Index>
inline constexpr auto quoted_name = [] {
    struct counter {
        std::size_t size = 0;
        constexpr void put(char) { ++size; }
    };
    constexpr auto size = [] {
        counter sink;
        write_text(sink, property_of<T, Index>().name);
        return sink.size;
    }();
    struct {
        std::array<char, size> text{};
        std::size_t at = 0;
        constexpr void put(char c) { text[at++] = c; }
    } sink;
    write_text(sink, property_of<T, Index>().name);
    return sink.text;
}();

/// \return the number of properties when there is none of this name
template <class T>
std::size_t index_of_property(std::string_view name) {
    std::size_t index = 0;
    const bool found = [&]<std::size_t... I>(std::index_sequence<I...>) {
        return ((property_of<T, I>().name == name || (++index, false)) || ...);
    }
    (std::make_index_sequence<property_count<T>>{});
    static_cast<void>(found);
    return index;
}

/// The constant that a type's schema gives a property.
template <class T>
constexpr std::string_view constant_of(std::string_view name) {
    std::string_view constant;
    for_each_property(schema<T>::value,
                      [&]<class C, class M, class K>(const property_description<C, M, K>& p) {
                          if constexpr (std::same_as<K, string>)
                              if (p.name == name && p.keywords.const_value)
                                  constant = *p.keywords.const_value;
                      });
    return constant;
}

}  // namespace asyncapi::detail
