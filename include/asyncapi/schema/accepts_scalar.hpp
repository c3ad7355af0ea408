#pragma once

#include <asyncapi/schema/check.hpp>
#include <asyncapi/schema/types.hpp>

#include <concepts>
#include <cstdint>
#include <limits>
#include <optional>
#include <string_view>
#include <type_traits>
#include <utility>

// Whether what one scalar's keywords allow, another's accept. Each function returns the keyword at
// which they part, or nothing.
namespace asyncapi::detail {

template <class K, class Given>
constexpr K keywords_or(const Given& given) {
    if constexpr (std::same_as<Given, K>)
        return given;
    else
        return K{};
}

constexpr bool takes_text(const string& reader, std::string_view value, std::string_view pattern) {
    const auto length = count_characters(value);
    return (!reader.min_length || length >= *reader.min_length) &&
           (!reader.max_length || length <= *reader.max_length) &&
           (reader.enum_values.empty() || reader.enum_values.contains(value)) &&
           (!reader.const_value || *reader.const_value == value) &&
           (reader.pattern.empty() || reader.pattern == pattern);
}

constexpr std::string_view text_break(const string& reader, const string& writer) {
    if (writer.const_value)
        return takes_text(reader, *writer.const_value, writer.pattern) ? "" : "const";
    if (!writer.enum_values.empty()) {
        for (const auto each : writer.enum_values) {
            if (!takes_text(reader, each, writer.pattern)) return "enum";
        }
        return "";
    }
    if (reader.const_value) return "const";
    if (!reader.enum_values.empty()) return "enum";
    if (reader.min_length.value_or(0) > writer.min_length.value_or(0)) return "minLength";
    if (reader.max_length && (!writer.max_length || *writer.max_length > *reader.max_length))
        return "maxLength";
    return reader.pattern.empty() || reader.pattern == writer.pattern ? "" : "pattern";
}

template <class Enum>
constexpr bool has_text(std::string_view text) {
    for (const auto& each : schema<Enum>::value.values) {
        if (each.text == text) return true;
    }
    return false;
}

template <class Writer>
constexpr std::string_view enum_as_text_break(const string& reader) {
    for (const auto& each : schema<Writer>::value.values) {
        if (!takes_text(reader, each.text, "")) return "enum";
    }
    return "";
}

template <class Reader>
constexpr std::string_view text_as_enum_break(const string& writer) {
    if (writer.const_value) return has_text<Reader>(*writer.const_value) ? "" : "enum";
    if (writer.enum_values.empty()) return "enum";
    for (const auto each : writer.enum_values) {
        if (!has_text<Reader>(each)) return "enum";
    }
    return "";
}

template <class Reader, class Writer>
constexpr std::string_view enumeration_break() {
    for (const auto& each : schema<Writer>::value.values) {
        if (!has_text<Reader>(each.text)) return "enum";
    }
    return "";
}

constexpr std::string_view boolean_break(const boolean& reader, const boolean& writer) {
    return reader.const_value && reader.const_value != writer.const_value ? "const" : "";
}

struct integer_range {
    std::int64_t low;
    std::int64_t high;
    bool beyond =
        false;  // the type reaches above what std::int64_t holds, and no keyword says otherwise
};

/// What an integer can be: its type's range, narrowed by its keywords.
template <class T>
constexpr integer_range reach(const integer& k) {
    using limits = std::numeric_limits<T>;
    constexpr bool wide = !std::in_range<std::int64_t>(limits::max());
    integer_range all{
        static_cast<std::int64_t>(limits::min()),
        wide ? std::numeric_limits<std::int64_t>::max() : static_cast<std::int64_t>(limits::max()),
        wide && !k.maximum && !k.exclusive_maximum && !k.const_value};
    if (k.minimum && *k.minimum > all.low) all.low = *k.minimum;
    if (k.maximum && *k.maximum < all.high) all.high = *k.maximum;
    if (k.exclusive_minimum && *k.exclusive_minimum >= all.low) all.low = *k.exclusive_minimum + 1;
    if (k.exclusive_maximum && *k.exclusive_maximum <= all.high)
        all.high = *k.exclusive_maximum - 1;
    if (k.const_value) all.low = all.high = *k.const_value;
    return all;
}

template <class R, class W>
constexpr std::string_view integer_break(const integer& reader, const integer& writer) {
    for (const auto each : writer.enum_values) {
        integer one{};
        one.const_value = each;
        if (!integer_break<R, W>(reader, one).empty()) return "enum";
    }
    if (!writer.enum_values.empty()) return "";
    const auto takes = reach<R>(reader);
    const auto gives = reach<W>(writer);
    if (gives.low < takes.low) return "minimum";
    if (gives.high > takes.high || (gives.beyond && !takes.beyond)) return "maximum";
    if (reader.const_value && reader.const_value != writer.const_value) return "const";
    if (!reader.enum_values.empty() &&
        !(writer.const_value && reader.enum_values.contains(*writer.const_value))) {
        return "enum";
    }
    if (!reader.multiple_of) return "";
    const auto step = writer.const_value ? writer.const_value : writer.multiple_of;
    return step && *step % *reader.multiple_of == 0 ? "" : "multipleOf";
}

/// Keywords narrowed to what the type holds.
template <class T>
constexpr number as_held_by(number k) {
    if constexpr (std::same_as<T, float>) {
        constexpr double most = std::numeric_limits<float>::max();
        if (!k.minimum || *k.minimum < -most) k.minimum = -most;
        if (!k.maximum || *k.maximum > most) k.maximum = most;
    }
    return k;
}

/// A writer's keywords as those of a number, also where it writes integers.
template <class W, class K>
constexpr number as_number(const K& given) {
    if constexpr (shape_of<W>() != shape::integer) {
        return as_held_by<W>(keywords_or<number>(given));
    } else {
        const auto keywords = keywords_or<integer>(given);
        const auto gives = reach<W>(keywords);
        number k{};
        k.minimum = static_cast<double>(gives.low);
        k.maximum = gives.beyond ? 18446744073709551615.0 : static_cast<double>(gives.high);
        for (const auto each : keywords.enum_values)
            k.enum_values.push_back(static_cast<double>(each));
        if (keywords.const_value) k.const_value = static_cast<double>(*keywords.const_value);
        return k;
    }
}

/// The lowest (`sign` 1) or highest (-1, all signs turned) value of a number, and whether it is
/// outside.
struct number_bound {
    std::optional<double> at;
    bool exclusive = false;

    constexpr number_bound(keyword_value<double> inclusive, keyword_value<double> outside,
                           double sign) {
        if (inclusive) at = *inclusive * sign;
        if (outside && (!at || *outside * sign >= *at)) {
            at = *outside * sign;
            exclusive = true;
        }
    }

    constexpr bool within(const number_bound& other) const {
        if (!other.at) return true;
        if (!at || *at < *other.at) return false;
        return *at > *other.at || exclusive || !other.exclusive;
    }
};

constexpr std::string_view number_break(const number& reader, number writer) {
    for (const auto each : writer.enum_values) {
        number one{};
        one.const_value = each;
        if (!number_break(reader, one).empty()) return "enum";
    }
    if (!writer.enum_values.empty()) return "";
    if (writer.const_value) writer.minimum = writer.maximum = writer.const_value;
    const number_bound takes_low{reader.minimum, reader.exclusive_minimum, 1};
    const number_bound takes_high{reader.maximum, reader.exclusive_maximum, -1};
    const number_bound gives_low{writer.minimum, writer.exclusive_minimum, 1};
    const number_bound gives_high{writer.maximum, writer.exclusive_maximum, -1};
    if (!gives_low.within(takes_low)) return takes_low.exclusive ? "exclusiveMinimum" : "minimum";
    if (!gives_high.within(takes_high))
        return takes_high.exclusive ? "exclusiveMaximum" : "maximum";
    if (reader.const_value && reader.const_value != writer.const_value) return "const";
    if (!reader.enum_values.empty() &&
        !(writer.const_value && reader.enum_values.contains(*writer.const_value))) {
        return "enum";
    }
    // Whether 0.3 is a multiple of 0.1 is a question of rounding: only the same step counts as
    // proved.
    return !reader.multiple_of || reader.multiple_of == writer.multiple_of ? "" : "multipleOf";
}

}  // namespace asyncapi::detail
