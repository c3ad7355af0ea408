#pragma once

// Arrays and maps: a part of reader.hpp.

#include <asyncapi/codec/typed/reader.hpp>

#include <cstddef>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>

namespace asyncapi::detail {

template <class T, class Place>
inline bool typed_reader::sequence(T& values) {
    constexpr array k = array_keywords_at<Place>();
    if (!from_.take('[')) return false;
    values.clear();
    std::size_t size = 0;
    if (!from_.take(']')) {
        do {
            if (++size > k.max_items.value_or(~std::size_t{}) && !is_checked_) return false;
            if (!item<T, Place>(values)) return false;
        } while (from_.take(','));
        if (!from_.take(']')) return unsure();
    }
    if (is_checked_) return true;
    if (size < k.min_items.value_or(0)) return false;
    if constexpr (set_like<T>) {
        if (size > 1) hidden_ |= validation::sorted_items;
        return values.size() == size;
    } else if constexpr (k.unique_items)
        return all_unique(values) || unsure();
    else
        return true;
}

template <class T, class Place>
inline bool typed_reader::item(T& values) {
    using value_type = typename T::value_type;
    using place = items_place<Place>;
    if constexpr (requires {
                      { values.emplace_back() } -> std::same_as<value_type&>;
                  }) {
        return read<value_type, place>(values.emplace_back());
    } else {
        value_type each{};
        if (!read<value_type, place>(each)) return false;
        if constexpr (set_like<T>)
            values.insert(std::move(each));
        else
            values.push_back(std::move(each));
        return true;
    }
}

template <class T, class Place>
inline bool typed_reader::fixed(T& values) {
    if (!from_.take('[')) return false;
    bool first = true;
    for (auto& each : values) {
        if (!std::exchange(first, false) && !from_.take(',')) return false;
        if (!read<typename T::value_type, items_place<Place>>(each)) return false;
    }
    if (!from_.take(']')) return false;
    if constexpr (array_keywords_at<Place>().unique_items)
        return is_checked_ || all_unique(values) || unsure();
    return true;
}

template <class T>
inline bool typed_reader::tuple(T& values) {
    if (!from_.take('[')) return false;
    const bool done = [&]<std::size_t... I>(std::index_sequence<I...>) {
        return (((I == 0 || from_.take(',')) &&
                 read<std::tuple_element_t<I, T>, no_place>(std::get<I>(values))) &&
                ...);
    }
    (std::make_index_sequence<std::tuple_size_v<T>>{});
    return done && from_.take(']');
}

template <class T, class Place>
inline bool typed_reader::map(T& values) {
    constexpr asyncapi::map k = map_keywords_at<Place>();
    if (!from_.take('{')) return false;
    values.clear();
    if (!from_.take('}')) {
        do {
            text_token name;
            if (!token(name)) return false;
            if constexpr (k.property_names.has_value())
                if (!is_checked_ && !text_fits<names_place<Place>>(name.text, work_)) return false;
            const auto [at, is_new] = values.try_emplace(std::string{name.text});
            if (!is_new || !from_.take(':')) return unsure();
            if (!read<typename T::mapped_type, values_place<Place>>(at->second)) return false;
        } while (from_.take(','));
        if (!from_.take('}')) return unsure();
    }
    return is_checked_ || (values.size() >= k.min_properties.value_or(0) &&
                           values.size() <= k.max_properties.value_or(~std::size_t{}));
}

}  // namespace asyncapi::detail
