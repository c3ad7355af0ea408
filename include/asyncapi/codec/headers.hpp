#pragma once

#include <asyncapi/codec/json_text.hpp>
#include <asyncapi/metadata.hpp>

#include <array>
#include <cstddef>
#include <string_view>
#include <utility>

namespace asyncapi::detail {

/// A declared header: its name, and whether its text is its value, or the value's JSON.
struct declared_header {
    std::string_view name;
    bool is_text = false;
};

/// What code without templates knows of declared headers.
struct headers_facts {
    const type_schema& (*schema)();
    const declared_header* first;
    std::size_t count;
};

template <class T>
constexpr bool travels_as_text() {
    constexpr auto kind = shape_of<T>();
    if constexpr (kind == shape::optional)
        return travels_as_text<unwrapped_t<T>>();
    else
        return kind == shape::text || kind == shape::enumeration;
}

template <class Headers>
inline constexpr auto declared_headers_of = []<std::size_t... I>(std::index_sequence<I...>) {
    return std::array<declared_header, sizeof...(I) + 1>{declared_header{
        property_of<Headers, I>().name,
        travels_as_text<std::remove_cvref_t<decltype(std::declval<Headers&>().*
                                                     property_of<Headers, I>().member)>>()}...};
}
(std::make_index_sequence<property_count<Headers>>{});

template <class Headers>
inline constexpr headers_facts headers_facts_of{
    &schema_of<Headers>, declared_headers_of<Headers>.data(), property_count<Headers>};

/// Writes declared headers, checked, into `headers`: text as it is, everything else as its JSON.
result<void> encode_headers(const json_writing& how, const void* values, header_map& headers,
                            std::string_view message);

/// Checks declared headers; others are not looked at.
result<void> check_headers(const headers_facts& facts, const header_map& headers,
                           std::string_view message);

/// Reads declared headers back, checked.
result<void> decode_headers(const headers_facts& facts, const json_reading& how, void* values,
                            const header_map& headers, std::string_view message);

}  // namespace asyncapi::detail

#ifndef ASYNCAPI_SEPARATE_COMPILATION
#include <asyncapi/codec/impl/headers.ipp>
#endif
