#pragma once

#include <asyncapi/schema/types.hpp>
#include <asyncapi/schema/write.hpp>

#include <concepts>
#include <cstddef>
#include <string_view>
#include <utility>

// The mistakes that keywords can hold, whatever member they are for.
namespace asyncapi::detail {

/// Whether `holds` for the keywords of a property and for those inside them.
template <class K, class F>
constexpr bool all_keywords(const K& k, F holds) {
    if constexpr (is_array_description<K>)
        return holds(k.keywords) && all_keywords(k.items, holds);
    else if constexpr (is_map_description<K>)
        return all_keywords(k.keywords, holds) && all_keywords(k.values, holds);
    else if constexpr (is_nullable_keywords<K>)
        return all_keywords(k.keywords, holds);
    else if constexpr (std::same_as<K, map>)
        return holds(k) && (!k.property_names || holds(*k.property_names));
    else
        return holds(k);
}

/// Whether `holds` for each number that these keywords hold, alone or in a list.
template <class K, class F>
constexpr bool all_numbers(const K& k, F holds) {
    if constexpr (std::same_as<K, string>)
        return holds(k.min_length) && holds(k.max_length);
    else if constexpr (std::same_as<K, integer> || std::same_as<K, number>)
        return holds(k.minimum) && holds(k.maximum) && holds(k.exclusive_minimum) &&
               holds(k.exclusive_maximum) && holds(k.multiple_of) && holds(k.enum_values) &&
               holds(k.const_value) && holds(k.default_value) && holds(k.examples);
    else if constexpr (std::same_as<K, array>)
        return holds(k.min_items) && holds(k.max_items);
    else if constexpr (std::same_as<K, map> || std::same_as<K, object_keywords>)
        return holds(k.min_properties) && holds(k.max_properties);
    else
        return true;
}

template <class K>
constexpr bool numbers_are_exact(const K& keywords) {
    return all_keywords(keywords, [](const auto& k) {
        return all_numbers(k, [](const auto& each) { return each.exact(); });
    });
}

struct no_sink {
    constexpr void put(char) {}
};

constexpr bool is_writable(const keyword_value<double>& given) {
    no_sink nowhere;
    return !given || write_number(nowhere, *given);
}
template <std::size_t N>
constexpr bool is_writable(const keyword_list<double, N>& given) {
    for (const auto each : given) {
        if (!is_writable(keyword_value<double>{each})) return false;
    }
    return true;
}

template <class K>
constexpr bool numbers_are_writable(const K& keywords) {
    return all_keywords(keywords, []<class Each>(const Each& k) {
        if constexpr (std::same_as<Each, number>)
            return all_numbers(k, [](const auto& each) { return is_writable(each); });
        else
            return true;
    });
}

template <class N>
constexpr bool ordered(const keyword_value<N>& low, const keyword_value<N>& high) {
    return !low || !high || *low <= *high;
}
template <class N>
constexpr bool strictly_ordered(const keyword_value<N>& low, const keyword_value<N>& high) {
    return !low || !high || *low < *high;
}

template <class N, class K>
constexpr bool number_satisfies(N value, const K& k) {
    if constexpr (std::integral<N>) {
        if (k.multiple_of && *k.multiple_of > 0 && value % *k.multiple_of != 0) return false;
    }
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

/// All but the pattern, which is for run time.
constexpr bool text_satisfies(std::string_view text, const string& k) {
    const auto length = count_characters(text);
    return (!k.min_length || length >= *k.min_length) &&
           (!k.max_length || length <= *k.max_length) &&
           (k.enum_values.empty() || k.enum_values.contains(text)) &&
           (!k.const_value || *k.const_value == text);
}

template <class K>
constexpr bool values_are_possible(const K& k) {
    const auto satisfies = [&k](const auto& value) {
        if constexpr (std::same_as<K, string>)
            return text_satisfies(value, k);
        else
            return number_satisfies(value, k);
    };
    if (k.const_value && !satisfies(*k.const_value)) return false;
    for (const auto& each : k.enum_values) {
        if (satisfies(each)) return true;
    }
    return k.enum_values.empty();
}

/// Whether some value satisfies these keywords, as far as that can be seen.
template <class K>
constexpr bool are_possible(const K& k) {
    if constexpr (std::same_as<K, string>)
        return ordered(k.min_length, k.max_length) && values_are_possible(k);
    else if constexpr (std::same_as<K, integer> || std::same_as<K, number>)
        return ordered(k.minimum, k.maximum) &&
               strictly_ordered(k.exclusive_minimum, k.exclusive_maximum) &&
               strictly_ordered(k.minimum, k.exclusive_maximum) &&
               strictly_ordered(k.exclusive_minimum, k.maximum) &&
               (!k.multiple_of || *k.multiple_of > 0) && values_are_possible(k);
    else if constexpr (std::same_as<K, array>)
        return ordered(k.min_items, k.max_items);
    else if constexpr (std::same_as<K, map> || std::same_as<K, object_keywords>)
        return ordered(k.min_properties, k.max_properties);
    else
        return true;
}

template <class K>
constexpr bool keywords_are_possible(const K& keywords) {
    return all_keywords(keywords, [](const auto& k) { return are_possible(k); });
}

/// Whether a default satisfies its own keywords and fits into the C++ type that gets it.
template <class Member, class K>
constexpr bool default_is_valid(const K& k) {
    if constexpr (is_nullable_keywords<K>)
        return default_is_valid<unwrapped_t<Member>>(k.keywords);
    else if constexpr (std::same_as<K, string>)
        return !k.default_value || text_satisfies(*k.default_value, k);
    else if constexpr (std::same_as<K, number>)
        return !k.default_value || number_satisfies(*k.default_value, k);
    else if constexpr (std::same_as<K, boolean>)
        return !k.default_value || !k.const_value || *k.default_value == *k.const_value;
    else if constexpr (std::same_as<K, integer>) {
        if (!k.default_value) return true;
        if constexpr (shape_of<Member>() == shape::integer) {
            if (!std::in_range<Member>(*k.default_value)) return false;
        }
        return number_satisfies(*k.default_value, k);
    } else
        return true;
}

}  // namespace asyncapi::detail
