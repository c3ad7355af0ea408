#pragma once

#include <asyncapi/schema/check.hpp>
#include <asyncapi/schema/sink.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <variant>

namespace asyncapi {
namespace detail {

/// Writes the JSON Schema of a type. A struct inside itself becomes a `$ref` to where it is being
/// written.
class schema_writer : public schema_sink {
public:
    using schema_sink::schema_sink;

    template <class T, class K = no_keywords>
    constexpr void write(const K& keywords = {}) {
        constexpr auto kind = shape_of<T>();
        if constexpr (is_nullable_keywords<K>)
            write_nullable<T>(keywords.keywords);
        else if constexpr (kind == shape::optional)
            write<unwrapped_t<T>>(keywords);
        else if constexpr (kind == shape::any)
            write_any(keywords);
        else if constexpr (kind == shape::object)
            write_object<T>(keywords);
        else if constexpr (kind == shape::enumeration)
            write_enumeration<T>(keywords);
        else if constexpr (kind == shape::variant)
            write_variant<T>(keywords);
        else if constexpr (kind == shape::tuple)
            write_tuple<T>(keywords);
        else if constexpr (kind == shape::sequence || kind == shape::fixed_sequence)
            write_sequence<T>(keywords);
        else if constexpr (kind == shape::map)
            write_map<T>(keywords);
        else
            write_scalar<T>(keywords);
    }

private:
    struct ancestor {
        std::string_view type;
        std::size_t path_size;
        const ancestor* outer;
    };

    template <class K>
    constexpr void write_any(const K& k) {
        open('{');
        write_annotations(k);
        close('}');
    }

    template <class T, class K>
    constexpr void write_scalar(const K& k, bool null_too = false) {
        constexpr auto kind = shape_of<T>();
        open('{');
        type(kind == shape::text                                  ? "string"
             : kind == shape::integer && !std::same_as<K, number> ? "integer"
             : kind == shape::boolean                             ? "boolean"
             : kind == shape::null                                ? "null"
                                                                  : "number",
             null_too);
        if constexpr (std::same_as<K, string>) write_string_keywords(k);
        if constexpr (kind == shape::integer && !std::same_as<K, number>) write_range<T>(k);
        if constexpr (std::same_as<K, integer> || std::same_as<K, number>) {
            keyword("minimum", k.minimum);
            keyword("maximum", k.maximum);
            keyword("exclusiveMinimum", k.exclusive_minimum);
            keyword("exclusiveMaximum", k.exclusive_maximum);
            keyword("multipleOf", k.multiple_of);
            keyword("format", k.format);
            keyword_array("enum", k.enum_values);
        }
        if constexpr (requires { k.const_value; }) keyword("const", k.const_value);
        write_annotations(k);
        close('}');
    }

    // What the type itself takes, where no keyword says: other numbers would not become one.
    template <class T, class K>
    constexpr void write_range(const K& k) {
        using limits = std::numeric_limits<T>;
        bool has_low = !(sizeof(T) < sizeof(std::int64_t) || std::is_unsigned_v<T>);
        bool has_high = sizeof(T) >= sizeof(std::int64_t);
        if constexpr (std::same_as<K, integer>) {
            const bool is_listed = k.const_value || k.enum_values.begin() != k.enum_values.end();
            has_low = has_low || is_listed || k.minimum || k.exclusive_minimum;
            has_high = has_high || is_listed || k.maximum || k.exclusive_maximum;
        }
        if (!has_low) {
            member("minimum");
            value(limits::min());
        }
        if (!has_high) {
            member("maximum");
            value(limits::max());
        }
    }

    template <class T, class K>
    static constexpr bool takes_null_beside_type(const K& k) {
        constexpr auto kind = shape_of<T>();
        if constexpr (kind != shape::text && kind != shape::integer && kind != shape::number &&
                      kind != shape::boolean)
            return false;
        else if constexpr (requires { k.enum_values; })
            return k.enum_values.empty() && !k.const_value;
        else if constexpr (requires { k.const_value; })
            return !k.const_value;
        else
            return true;
    }

    template <class T, class K>
    constexpr void write_nullable(const K& k) {
        using inner = std::conditional_t<is_optional<unwrapped_t<T>>, unwrapped_t<unwrapped_t<T>>,
                                         unwrapped_t<T>>;
        if (takes_null_beside_type<inner>(k)) return write_scalar<inner>(k, true);
        open('{');
        member("anyOf");
        put('[');
        at_index("anyOf", 0, [&] { write<inner>(k); });
        raw(",{\"type\":\"null\"}]");
        close('}');
    }

    template <class T, class K>
    constexpr void write_enumeration(const K& k) {
        constexpr const auto& description = schema<T>::value;
        open('{');
        type("string", false);
        member("enum");
        put('[');
        bool first = true;
        for (const auto& each : description.values) {
            if (!std::exchange(first, false)) put(',');
            value(each.text);
        }
        put(']');
        if constexpr (std::same_as<K, annotations>)
            write_annotations(k);
        else
            write_annotations(description.notes);
        close('}');
    }

    template <class T, class K>
    constexpr void write_sequence(const K& k) {
        open('{');
        type("array", false);
        member("items");
        at("items", [&] {
            if constexpr (is_array_description<K>)
                write<typename T::value_type>(k.items);
            else
                write<typename T::value_type>();
        });
        if constexpr (is_array_description<K>)
            write_array_keywords<T>(k.keywords);
        else if constexpr (std::same_as<K, array>)
            write_array_keywords<T>(k);
        else {
            write_array_keywords<T>(array{});
            write_annotations(k);
        }
        close('}');
    }

    template <class T>
    constexpr void write_array_keywords(array k) {
        if constexpr (is_std_array<T>) k.min_items = k.max_items = std::tuple_size_v<T>;
        keyword("minItems", k.min_items);
        keyword("maxItems", k.max_items);
        if (k.unique_items || set_like<T>) {
            member("uniqueItems");
            value(true);
        }
        write_annotations(k);
    }

    template <class T, class K>
    constexpr void write_tuple(const K& k) {
        constexpr auto size = std::tuple_size_v<T>;
        open('{');
        type("array", false);
        member("items");
        open('[');
        [&]<std::size_t... I>(std::index_sequence<I...>) {
            ((put_comma(I), at_index("items", I, [&] { write<std::tuple_element_t<I, T>>(); })),
             ...);
        }
        (std::make_index_sequence<size>{});
        close(']');
        member("additionalItems");
        value(false);
        keyword("minItems", keyword_value<std::size_t>{size});
        keyword("maxItems", keyword_value<std::size_t>{size});
        write_annotations(k);
        close('}');
    }

    template <class T, class K>
    constexpr void write_map(const K& k) {
        open('{');
        type("object", false);
        member("additionalProperties");
        at("additionalProperties", [&] {
            if constexpr (is_map_description<K>)
                write<typename T::mapped_type>(k.values);
            else
                write<typename T::mapped_type>();
        });
        if constexpr (is_map_description<K>)
            write_map_keywords(k.keywords);
        else if constexpr (std::same_as<K, map>)
            write_map_keywords(k);
        else
            write_annotations(k);
        close('}');
    }

    template <class T, class K>
    constexpr void write_variant(const K& k) {
        open('{');
        member("oneOf");
        open('[');
        [&]<std::size_t... I>(std::index_sequence<I...>) {
            ((put_comma(I),
              at_index("oneOf", I, [&] { write<std::variant_alternative_t<I, T>>(); })),
             ...);
        }
        (std::make_index_sequence<std::variant_size_v<T>>{});
        close(']');
        if constexpr (std::same_as<K, one_of_description>) {
            keyword("discriminator", k.discriminator);
            write_annotations(k.notes);
        } else {
            write_annotations(k);
        }
        close('}');
    }

    template <class T, class K>
    constexpr void write_object(const K& k) {
        if constexpr (check_object<T>::value)
            write_valid_object<T>(k);
        else
            write_any(no_keywords{});
    }

    template <class T, class K>
    constexpr void write_valid_object(const K& k) {
        for (const auto* outer = innermost_; outer != nullptr; outer = outer->outer) {
            if (outer->type == type_name<T>()) return write_reference(*outer);
        }
        const ancestor self{type_name<T>(), path_size(), innermost_};
        innermost_ = &self;
        write_described<T>(k);
        innermost_ = self.outer;
    }

    constexpr void write_reference(const ancestor& to) {
        open('{');
        member("$ref");
        put_pointer(to.path_size);
        close('}');
    }

    template <class T, class K>
    constexpr void write_described(const K& k) {
        constexpr const auto& description = schema<T>::value;
        open('{');
        type("object", false);
        write_required(description);
        if constexpr (std::tuple_size_v<decltype(description.properties)> != 0) {
            member("properties");
            open('{');
            at("properties", [&] {
                for_each_property(description, [&]<class C, class M, class P>(
                                                   const property_description<C, M, P>& p) {
                    member(p.name);
                    at(p.name, [&] { write<M>(p.keywords); });
                });
            });
            close('}');
        }
        if (!description.keywords.additional_properties) {
            member("additionalProperties");
            value(false);
        }
        keyword("minProperties", description.keywords.min_properties);
        keyword("maxProperties", description.keywords.max_properties);
        if constexpr (std::same_as<K, annotations>)
            write_annotations(k);
        else
            write_annotations(description.keywords);
        close('}');
    }

    template <class... P>
    constexpr void write_required(const object_description<P...>& description) {
        bool first = true;
        for_each_property(description,
                          [&]<class C, class M, class K>(const property_description<C, M, K>& p) {
                              if (!is_required<M>(p.keywords)) return;
                              if (std::exchange(first, false)) {
                                  member("required");
                                  put('[');
                              } else {
                                  put(',');
                              }
                              value(p.name);
                          });
        if (!first) put(']');
    }

    const ancestor* innermost_ = nullptr;
};

template <class T>
constexpr auto make_schema_text() {
    if constexpr (check_type<T>::value) {
        constexpr auto size = [] {
            schema_writer writer{nullptr};
            writer.write<T>();
            return writer.size();
        }();
        std::array<char, size> text{};
        schema_writer writer{text.data()};
        writer.write<T>();
        return text;
    } else {
        return std::array<char, 0>{};
    }
}

template <class T>
inline constexpr auto schema_storage = make_schema_text<T>();

}  // namespace detail

/// The JSON Schema (draft-07) of a type, as text without spaces, made at compile time.
///
/// Keyword order: `type`, `required`, `properties`, constraints, annotations.
template <class T>
inline constexpr std::string_view schema_text{detail::schema_storage<T>.data(),
                                              detail::schema_storage<T>.size()};

}  // namespace asyncapi
