#pragma once

// Variants: a part of reader.hpp.

#include <asyncapi/codec/typed/reader.hpp>

#include <cstddef>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>

namespace asyncapi::detail {

template <class T, class Place>
inline bool typed_reader::variant(T& value) {
    if (is_checked_) return the_accepted(value);
    if constexpr (std::same_as<keywords_of<Place>, one_of_description>)
        return told_apart<T, Place>(value);
    else
        return the_only_fit(value);
}

// The alternative whose constant the discriminating property has.
template <class T, class Place>
inline bool typed_reader::told_apart(T& value) {
    const char* const start = from_.position();
    text_token label;
    if (!find_member(Place::get().discriminator, label)) return unsure();
    from_.move_to(start);
    bool found = false;
    bool done = false;
    const auto attempt = [&]<std::size_t I>(std::integral_constant<std::size_t, I>) {
        using alternative = std::variant_alternative_t<I, T>;
        static constexpr auto text = constant_of<alternative>(Place::get().discriminator);
        if (found || label.text != text) return;
        found = true;
        done = read<alternative, no_place>(value.template emplace<I>());
    };
    [&]<std::size_t... I>(std::index_sequence<I...>) {
        (attempt(std::integral_constant<std::size_t, I>{}), ...);
    }
    (std::make_index_sequence<std::variant_size_v<T>>{});
    return done;
}

// Exactly one alternative takes the value.
template <class T>
inline bool typed_reader::the_only_fit(T& value) {
    const char* const start = from_.position();
    const char* end = nullptr;
    int fits = 0;
    const auto attempt = [&]<std::size_t I>(std::integral_constant<std::size_t, I>) {
        using alternative = std::variant_alternative_t<I, T>;
        if (is_unsure_ || fits > 1) return;
        from_.move_to(start);
        alternative candidate{};
        const bool done = read<alternative, no_place>(candidate);
        // Alternatives inside alternatives could be tried without end.
        const auto bytes = static_cast<std::size_t>(from_.position() - start) + 1;
        if (attempts_left_ < bytes) return static_cast<void>(unsure());
        attempts_left_ -= bytes;
        if (!done) return;
        ++fits;
        end = from_.position();
        value.template emplace<I>(std::move(candidate));
    };
    [&]<std::size_t... I>(std::index_sequence<I...>) {
        (attempt(std::integral_constant<std::size_t, I>{}), ...);
    }
    (std::make_index_sequence<std::variant_size_v<T>>{});
    if (is_unsure_ || fits != 1) return false;
    from_.move_to(end);
    return true;
}

// The alternative whose own schema takes the value.
template <class T>
inline bool typed_reader::the_accepted(T& value) {
    from_.peek();
    const char* const start = from_.position();
    if (!from_.skip(max_depth - depth_)) return false;
    const std::string_view text{start, from_.position()};
    from_.move_to(start);
    bool found = false;
    bool done = false;
    const auto attempt = [&]<std::size_t I>(std::integral_constant<std::size_t, I>) {
        using alternative = std::variant_alternative_t<I, T>;
        if (found || !schema_of<alternative>().accepts(text)) return;
        found = true;
        done = read<alternative, no_place>(value.template emplace<I>());
    };
    [&]<std::size_t... I>(std::index_sequence<I...>) {
        (attempt(std::integral_constant<std::size_t, I>{}), ...);
    }
    (std::make_index_sequence<std::variant_size_v<T>>{});
    return found ? done : refuse(start, "oneOf", "this is none of the alternatives");
}

// Looks ahead for a text in the object that comes next.
inline bool typed_reader::find_member(std::string_view name, text_token& value) {
    if (!from_.take('{')) return false;
    text_token each;
    do {
        if (!from_.text(each) || each.is_escaped || !from_.take(':')) return false;
        if (each.text == name) return from_.text(value) && !value.is_escaped;
        if (!from_.skip(max_depth)) return false;
    } while (from_.take(','));
    return false;
}

}  // namespace asyncapi::detail
