#pragma once

#include <asyncapi/schema/accepts_scalar.hpp>
#include <asyncapi/schema/check.hpp>
#include <asyncapi/schema/excludes.hpp>
#include <asyncapi/schema/types.hpp>

#include <algorithm>
#include <array>
#include <concepts>
#include <cstddef>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <variant>

namespace asyncapi {
namespace detail {

/// Where two schemas part, as text that a compiler can print.
struct disagreement {
    std::array<char, 160> text{};
    std::size_t size = 0;

    constexpr void put(std::string_view part) {
        for (const char c : part) {
            if (size + 1 < text.size()) text[size++] = c;
        }
    }
    constexpr operator std::string_view() const { return {text.data(), size}; }
};

/// Compares what one type can write with what another one's schema takes. Conservative: what it
/// cannot prove (one pattern inside another) it refuses.
class acceptance {
public:
    constexpr bool agreed() const noexcept { return agreed_; }
    constexpr const disagreement& where() const noexcept { return where_; }

    template <class R, class W, class RK = no_keywords, class WK = no_keywords>
    constexpr void compare(const RK& reader = {}, const WK& writer = {}) {
        if (!agreed_) return;
        if constexpr (is_nullable_keywords<WK>) {
            if constexpr (is_nullable_keywords<RK>)
                compare<inner<R>, inner<W>>(reader.keywords, writer.keywords);
            else if constexpr (shape_of<R>() == shape::any)
                return;
            else
                refuse("nullable");
        } else if constexpr (is_nullable_keywords<RK>)
            compare<inner<R>, W>(reader.keywords, writer);
        else if constexpr (shape_of<R>() == shape::optional)
            compare<unwrapped_t<R>, W>(reader, writer);
        else if constexpr (shape_of<W>() == shape::optional)
            compare<R, unwrapped_t<W>>(reader, writer);
        else if constexpr (shape_of<R>() == shape::any)
            return;
        else if constexpr (shape_of<W>() == shape::variant)
            each_alternative<R, W>(reader);
        else if constexpr (shape_of<R>() == shape::variant)
            one_alternative<R, W>(writer);
        else
            same_kind<R, W>(reader, writer);
    }

private:
    template <class T>
    using inner = std::conditional_t<is_optional<unwrapped_t<T>>, unwrapped_t<unwrapped_t<T>>,
                                     unwrapped_t<T>>;

    struct visited {
        std::string_view reader;
        std::string_view writer;
        const visited* outer;
    };

    constexpr void refuse(std::string_view keyword) {
        if (!agreed_) return;
        agreed_ = false;
        where_.put(std::string_view{path_.data(), path_size_});
        where_.put(": ");
        where_.put(keyword);
    }

    template <class F>
    constexpr void at(std::string_view token, F&& inside) {
        const auto before = path_size_;
        push('/');
        for (const char c : token) push(c);
        inside();
        if (agreed_) path_size_ = before;
    }
    constexpr void push(char c) {
        if (path_size_ < path_.size()) path_[path_size_++] = c;
    }

    template <class R, class W, class RK, class WK>
    constexpr void same_kind(const RK& reader, const WK& writer) {
        constexpr auto r = shape_of<R>();
        constexpr auto w = shape_of<W>();
        constexpr bool arrays = (r == shape::sequence || r == shape::fixed_sequence) &&
                                (w == shape::sequence || w == shape::fixed_sequence);
        if constexpr (r == shape::text && w == shape::text)
            refuse_unless_empty(
                text_break(keywords_or<string>(reader), keywords_or<string>(writer)));
        else if constexpr (r == shape::text && w == shape::enumeration)
            refuse_unless_empty(enum_as_text_break<W>(keywords_or<string>(reader)));
        else if constexpr (r == shape::enumeration && w == shape::text)
            refuse_unless_empty(text_as_enum_break<R>(keywords_or<string>(writer)));
        else if constexpr (r == shape::enumeration && w == shape::enumeration)
            refuse_unless_empty(enumeration_break<R, W>());
        else if constexpr (r == shape::integer && w == shape::integer)
            refuse_unless_empty(
                integer_break<R, W>(keywords_or<integer>(reader), keywords_or<integer>(writer)));
        else if constexpr (r == shape::number && (w == shape::number || w == shape::integer)) {
            refuse_unless_empty(
                number_break(as_held_by<R>(keywords_or<number>(reader)), as_number<W>(writer)));
        } else if constexpr (r == shape::boolean && w == shape::boolean) {
            refuse_unless_empty(
                boolean_break(keywords_or<boolean>(reader), keywords_or<boolean>(writer)));
        } else if constexpr (r == shape::null && w == shape::null)
            return;
        else if constexpr (arrays)
            sequences<R, W>(reader, writer);
        else if constexpr (r == shape::tuple && w == shape::tuple)
            tuples<R, W>();
        else if constexpr (r == shape::map && w == shape::map)
            maps<R, W>(reader, writer);
        else if constexpr (r == shape::object && w == shape::object)
            objects<R, W>();
        else
            refuse("type");
    }

    constexpr void refuse_unless_empty(std::string_view keyword) {
        if (!keyword.empty()) refuse(keyword);
    }

    template <class T, class K>
    static constexpr array array_keywords(const K& given) {
        array k{};
        if constexpr (std::same_as<K, array>)
            k = given;
        else if constexpr (is_array_description<K>)
            k = given.keywords;
        if constexpr (is_std_array<T>) k.min_items = k.max_items = std::tuple_size_v<T>;
        if constexpr (set_like<T>) k.unique_items = true;
        return k;
    }

    template <class R, class W, class RK, class WK>
    constexpr void sequences(const RK& reader_keywords, const WK& writer_keywords) {
        const auto reader = array_keywords<R>(reader_keywords);
        const auto writer = array_keywords<W>(writer_keywords);
        if (reader.min_items.value_or(0) > writer.min_items.value_or(0)) return refuse("minItems");
        if (reader.max_items && (!writer.max_items || *writer.max_items > *reader.max_items))
            return refuse("maxItems");
        if (reader.unique_items && !writer.unique_items) return refuse("uniqueItems");
        at("items", [&] {
            compare<typename R::value_type, typename W::value_type>(items_of(reader_keywords),
                                                                    items_of(writer_keywords));
        });
    }

    template <class K>
    static constexpr auto items_of(const K& k) {
        if constexpr (is_array_description<K>)
            return k.items;
        else if constexpr (is_map_description<K>)
            return k.values;
        else
            return no_keywords{};
    }

    template <class R, class W>
    constexpr void tuples() {
        if constexpr (std::tuple_size_v<R> != std::tuple_size_v<W>) {
            refuse("items");
        } else {
            at("items", [&] {
                [&]<std::size_t... I>(std::index_sequence<I...>) {
                    (compare<std::tuple_element_t<I, R>, std::tuple_element_t<I, W>>(), ...);
                }
                (std::make_index_sequence<std::tuple_size_v<R>>{});
            });
        }
    }

    template <class K>
    static constexpr map map_keywords(const K& given) {
        if constexpr (std::same_as<K, map>)
            return given;
        else if constexpr (is_map_description<K>)
            return given.keywords;
        else
            return {};
    }

    template <class R, class W, class RK, class WK>
    constexpr void maps(const RK& reader_keywords, const WK& writer_keywords) {
        const auto reader = map_keywords(reader_keywords);
        const auto writer = map_keywords(writer_keywords);
        if (reader.min_properties.value_or(0) > writer.min_properties.value_or(0))
            return refuse("minProperties");
        if (reader.max_properties &&
            (!writer.max_properties || *writer.max_properties > *reader.max_properties)) {
            return refuse("maxProperties");
        }
        if (reader.property_names) {
            at("propertyNames", [&] {
                refuse_unless_empty(
                    text_break(*reader.property_names, writer.property_names.value_or(string{})));
            });
        }
        at("additionalProperties", [&] {
            compare<typename R::mapped_type, typename W::mapped_type>(items_of(reader_keywords),
                                                                      items_of(writer_keywords));
        });
    }

    template <class R, class W, class RK>
    constexpr void each_alternative(const RK& reader) {
        [&]<class... A>(std::type_identity<std::variant<A...>>) {
            (compare<R, A>(reader), ...);
        }(std::type_identity<W>{});
    }

    // One alternative has to take it all, and no other one any of it.
    template <class R, class W, class WK>
    constexpr void one_alternative(const WK& writer) {
        std::size_t taking = 0;
        std::size_t others = 0;
        [&]<class... A>(std::type_identity<std::variant<A...>>) {
            const auto attempt = [&]<class T>(std::type_identity<T>) {
                acceptance trial;
                trial.innermost_ = innermost_;
                trial.template compare<T, W>(no_keywords{}, writer);
                if (trial.agreed())
                    ++taking;
                else if (!excludes<T, W>(no_keywords{}, writer))
                    ++others;
            };
            (attempt(std::type_identity<A>{}), ...);
        }(std::type_identity<R>{});
        if (taking != 1 || others != 0) refuse("oneOf");
    }

    template <class R, class W>
    constexpr void objects() {
        if constexpr (!check_object<R>::value || !check_object<W>::value) return refuse("type");
        for (const auto* seen = innermost_; seen != nullptr; seen = seen->outer) {
            if (seen->reader == type_name<R>() && seen->writer == type_name<W>()) return;
        }
        const visited self{type_name<R>(), type_name<W>(), innermost_};
        innermost_ = &self;
        constexpr const auto& reader = schema<R>::value;
        constexpr const auto& writer = schema<W>::value;
        refuse_unless_empty(count_break(reader, writer));
        for_each_property(reader, [&](const auto& wanted) { property_of<W>(wanted, writer); });
        if (!reader.keywords.additional_properties) {
            for_each_property(writer, [&](const auto& given) { known_to(given.name, reader); });
        }
        innermost_ = self.outer;
    }

    // A writer sends the properties that it declares and no others.
    template <class Reader, class Writer>
    static constexpr std::string_view count_break(const Reader& reader, const Writer& writer) {
        std::size_t fewest = 0;
        std::size_t most = 0;
        for_each_property(
            writer, [&]<class C, class M, class K>(const property_description<C, M, K>& each) {
                fewest += is_always_written<M>(each.keywords);
                ++most;
            });
        const auto& given = writer.keywords;
        fewest = std::max(fewest, given.min_properties.value_or(0));
        most = std::min(most, given.max_properties.value_or(most));
        const auto& wanted = reader.keywords;
        if (fewest < wanted.min_properties.value_or(0)) return "minProperties";
        return most > wanted.max_properties.value_or(most) ? "maxProperties" : "";
    }

    template <class W, class C, class M, class K, class Writer>
    constexpr void property_of(const property_description<C, M, K>& wanted, const Writer& writer) {
        bool found = false;
        for_each_property(writer, [&]<class GC, class GM, class GK>(
                                      const property_description<GC, GM, GK>& given) {
            if (given.name != wanted.name) return;
            found = true;
            at(wanted.name, [&] {
                if (is_required<M>(wanted.keywords) && !is_always_written<GM>(given.keywords))
                    return refuse("required");
                compare<M, GM>(wanted.keywords, given.keywords);
            });
        });
        if (!found && is_required<M>(wanted.keywords)) at(wanted.name, [&] { refuse("required"); });
    }

    template <class Reader>
    constexpr void known_to(std::string_view name, const Reader& reader) {
        bool found = false;
        for_each_property(reader, [&](const auto& each) { found = found || each.name == name; });
        if (!found) at(name, [&] { refuse("additionalProperties"); });
    }

    bool agreed_ = true;
    disagreement where_{};
    std::array<char, 128> path_{};
    std::size_t path_size_ = 0;
    const visited* innermost_ = nullptr;
};

struct comparison {
    bool agreed = true;
    disagreement where{};
};

template <class Reader, class Writer>
constexpr comparison compare_types() {
    acceptance all;
    all.compare<Reader, Writer>();
    return {all.agreed(), all.where()};
}

template <bool Agreed, class Reader, class Writer, disagreement Where>
constexpr bool report_disagreement() {
    static_assert(Agreed,
                  "the reader's schema does not accept all that the writer can send: see Where "
                  "above for the property "
                  "and the keyword");
    return true;
}

}  // namespace detail

/// Whether everything a `Writer` can be satisfies the schema of `Reader`.
///
/// Conservative: a difference that cannot be decided at compile time, such as two different
/// patterns, counts as a break.
template <class Reader, class Writer>
inline constexpr bool accepts = detail::compare_types<Reader, Writer>().agreed;

/// The same, for `static_assert(asyncapi::check_accepts<Reader, Writer>())`: a break is a compile
/// error that names the property and the keyword.
template <class Reader, class Writer>
constexpr bool check_accepts() {
    constexpr auto compared = detail::compare_types<Reader, Writer>();
    return detail::report_disagreement<compared.agreed, Reader, Writer, compared.where>();
}

/// \return `/lines/items/quantity: maximum`, or nothing when they agree
template <class Reader, class Writer>
constexpr detail::disagreement disagreement_of() {
    return detail::compare_types<Reader, Writer>().where;
}

}  // namespace asyncapi
