#pragma once

// Structs: a part of reader.hpp.

#include <asyncapi/codec/typed/reader.hpp>

#include <cstddef>
#include <type_traits>
#include <utility>

namespace asyncapi::detail {

template <class T>
inline bool typed_reader::object(T& value) {
    static_assert(check_object<T>::value);
    constexpr const auto& k = schema<T>::value.keywords;
    if (!from_.take('{')) return false;
    members<T> met;
    if (!from_.take('}') && !ordered<T, 0>(value, met)) return false;
    if constexpr (k.min_properties.has_value())
        if (met.total < *k.min_properties && !is_checked_) return false;
    if constexpr (k.max_properties.has_value())
        if (met.total > *k.max_properties && !is_checked_) return false;
    return complete(value, met, std::make_index_sequence<property_count<T>>{});
}

template <class T, std::size_t... I>
inline bool typed_reader::complete(T& value, const members<T>& met, std::index_sequence<I...>) {
    return ((met.seen[I] || absent<T, I>(value)) && ...);
}

template <class T, std::size_t I>
inline bool typed_reader::absent(T& value) {
    constexpr const auto& p = property_of<T, I>();
    using member = std::remove_cvref_t<decltype(value.*p.member)>;
    if constexpr (requires { (value.*p.member).reset(); }) {
        return !is_required<member>(p.keywords);
    } else if constexpr (has_default(p.keywords)) {
        hidden_ |= validation::filled_members;
        value.*p.member = static_cast<member>(*p.keywords.default_value);
        return true;
    } else {
        return !is_required<member>(p.keywords);
    }
}

template <class T, std::size_t I>
inline bool typed_reader::read_member(T& value) {
    constexpr const auto& p = property_of<T, I>();
    using member = std::remove_cvref_t<decltype(value.*p.member)>;
    return read<member, property_place<T, I>>(value.*p.member);
}

// Members that come in the order of the schema, from the `I`th on; others then as they come.
template <class T, std::size_t I>
inline bool typed_reader::ordered(T& value, members<T>& met) {
    if constexpr (I == property_count<T>) {
        return unordered(value, met);
    } else {
        from_.peek();
        if (!from_.take(quoted_name<T, I>)) {
            constexpr const auto& p = property_of<T, I>();
            using member = std::remove_cvref_t<decltype(value.*p.member)>;
            if constexpr (is_required<member>(p.keywords))
                return unordered(value, met);
            else
                return ordered<T, I + 1>(value, met);
        }
        met.seen[I] = true;
        ++met.total;
        if (!from_.take(':')) return unsure();
        if (!read_member<T, I>(value)) return false;
        if (from_.take(',')) return ordered<T, I + 1>(value, met);
        return from_.take('}') || unsure();
    }
}

template <class T>
[[gnu::noinline]] bool typed_reader::unordered(T& value, members<T>& met) {
    do {
        text_token name;
        if (!token(name)) return false;
        const auto index = index_of_property<T>(name.text);
        ++met.total;
        if (index == property_count<T>) {
            if (!schema<T>::value.keywords.additional_properties) return false;
            hidden_ |= validation::other_members;
            if (!(is_checked_ || met.others.add(name)) || !from_.take(':')) return unsure();
            if (!from_.skip(max_depth - depth_)) return unsure();
        } else {
            if (std::exchange(met.seen[index], true) || !from_.take(':')) return unsure();
            if (!read_at(value, index, std::make_index_sequence<property_count<T>>{})) return false;
        }
    } while (from_.take(','));
    return from_.take('}') || unsure();
}

template <class T, std::size_t... I>
inline bool typed_reader::read_at(T& value, std::size_t index, std::index_sequence<I...>) {
    bool done = false;
    static_cast<void>(((index == I && ((done = read_member<T, I>(value)), true)) || ...));
    return done;
}

}  // namespace asyncapi::detail
