#pragma once

#include <asyncapi/codec/type_schema.hpp>
#include <asyncapi/codec/typed/keyword_place.hpp>
#include <asyncapi/detail/utf8.hpp>
#include <asyncapi/validation/json/number.hpp>
#include <asyncapi/validation/pattern/simple_pattern.hpp>
#include <asyncapi/validation/work_left.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace asyncapi::detail {

/// Whether a text matches the pattern of a place: without an engine where the pattern is simple.
///
/// \param work  of the whole message: an engine may take long for each of many texts
template <class Place>
bool matches_pattern(std::string_view text, validation::work_left& work) {
    static constexpr auto simple = validation::detail::simple_pattern::read(Place::get().pattern);
    if constexpr (simple.has_value()) {
        static_cast<void>(work);
        return simple->matches(text);
    } else {
        static const type_schema schema{pattern_schema(Place::get().pattern)};
        return schema.accepts_text(text, work);
    }
}

/// Whether a text satisfies `string` keywords.
///
/// \param characters  called for the number of characters, when bytes do not decide
template <class Place, class Count>
bool text_fits(std::string_view text, validation::work_left& work, Count characters) {
    constexpr const string& k = Place::get();
    if constexpr (k.min_length.has_value() || k.max_length.has_value()) {
        constexpr std::size_t least = k.min_length.value_or(0);
        constexpr std::size_t most = k.max_length.value_or(~std::size_t{});
        if (text.size() < least) return false;
        if (text.size() / 4 < least || text.size() > most) {
            const std::size_t size = characters();
            if (size < least || size > most) return false;
        }
    }
    if constexpr (k.const_value.has_value())
        if (text != *k.const_value) return false;
    if constexpr (!k.enum_values.empty())
        if (!k.enum_values.contains(text)) return false;
    if constexpr (!k.pattern.empty()) return matches_pattern<Place>(text, work);
    return true;
}

template <class Place>
bool text_fits(std::string_view text, validation::work_left& work) {
    return text_fits<Place>(text, work, [text] { return utf8_size(text); });
}

template <class Number>
validation::detail::number json_number(Number value) {
    if constexpr (std::floating_point<Number>)
        return double{value};
    else if constexpr (std::is_signed_v<Number>)
        return std::int64_t{value};
    else
        return std::uint64_t{value};
}

/// Whether a number satisfies `integer` or `number` keywords.
template <class Place, class Number>
bool number_fits(Number value) {
    using keywords = keywords_of<Place>;
    constexpr const keywords& k = Place::get();
    using bound = std::conditional_t<std::same_as<keywords, integer>, std::int64_t, double>;
    // Whole numbers and reals are compared by value: no conversion may round.
    const auto less = [](auto left, auto right) {
        if constexpr (std::integral<decltype(left)> && std::integral<decltype(right)>)
            return std::cmp_less(left, right);
        else if constexpr (std::floating_point<decltype(left)> &&
                           std::floating_point<decltype(right)>)
            return left < right;
        else
            return json_number(left) < json_number(right);
    };
    if constexpr (k.minimum.has_value())
        if (less(value, bound{*k.minimum})) return false;
    if constexpr (k.maximum.has_value())
        if (less(bound{*k.maximum}, value)) return false;
    if constexpr (k.exclusive_minimum.has_value())
        if (!less(bound{*k.exclusive_minimum}, value)) return false;
    if constexpr (k.exclusive_maximum.has_value())
        if (!less(value, bound{*k.exclusive_maximum})) return false;
    if constexpr (k.multiple_of.has_value())
        if (!json_number(value).is_multiple_of(json_number(*k.multiple_of))) return false;
    if constexpr (k.const_value.has_value())
        if (json_number(value) != json_number(*k.const_value)) return false;
    if constexpr (!k.enum_values.empty()) {
        for (const auto& each : k.enum_values)
            if (json_number(value) == json_number(each)) return true;
        return false;
    }
    return true;
}

}  // namespace asyncapi::detail
