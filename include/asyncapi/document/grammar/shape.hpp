#pragma once

#include <asyncapi/document/version.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string_view>
#include <utility>

/// What the objects of an AsyncAPI document may hold, as tables.
namespace asyncapi::grammar {

struct object_grammar;

/// What a string has to be.
enum class text_form : std::uint8_t {
    any,
    absolute_url,  ///< RFC 3986 section 4.3
    uri,
    email,
    media_type,  ///< without ranges
    expression,  ///< a runtime expression
    regex,       ///< of ECMA-262
};

/// Names that the members of a map may have.
enum class key_form : std::uint8_t {
    any,
    name,       ///< ^[A-Za-z0-9_\-]+$
    component,  ///< ^[a-zA-Z0-9\.\-_]+$
    regex,      ///< a regular expression of ECMA-262
};

/// Whether a Reference Object may stand in a value's place.
enum class reference : std::uint8_t { never, may, must };

/// What a value may be.
struct shape {
    enum class kind : std::uint8_t {
        any,
        text,
        boolean,
        integer,
        number,
        null,
        list,      ///< of `of`
        map,       ///< of `of`, its names as `keys` says
        object,    ///< with the members of `object`
        schema,    ///< a Schema Object, or true or false
        bindings,  ///< a Bindings Object at `level`
    };
    /// Of what a Bindings Object speaks.
    enum class level : std::uint8_t { server, channel, operation, message };

    kind is = kind::any;
    reference references = reference::never;
    text_form form = text_form::any;
    key_form keys = key_form::any;
    level binds = level::server;
    bool is_distinct = false;                        ///< a list has no element twice
    bool is_object_schema = false;                   ///< a schema has `type: object` and properties
    bool is_avro_too = false;                        ///< a schema may be one of Avro instead
    const shape* of = nullptr;                       ///< elements of a list, values of a map
    const object_grammar* object = nullptr;          ///< of an object
    std::span<const std::string_view> choices = {};  ///< of a text; empty: any
    double least = -std::numeric_limits<double>::infinity();
    double above = -std::numeric_limits<double>::infinity();  ///< exclusive
    double most = std::numeric_limits<double>::infinity();
    std::size_t max_length = std::numeric_limits<std::size_t>::max();  ///< of a text, characters
    const shape* otherwise = nullptr;                                  ///< what it may be instead
};

/// A member that an object may have.
struct field {
    std::string_view name;
    const shape& is;
    bool is_required = false;
    specification_version since = {2, 0};  ///< of the specification
    specification_version until = {3, 99};

    constexpr bool is_in(specification_version version) const {
        return since <= version && version <= until;
    }
};

/// An object of the specification.
struct object_grammar {
    std::string_view name;  ///< as the specification calls it
    std::span<const field> fields;
    bool is_open = false;        ///< members that are not listed are allowed
    bool has_extensions = true;  ///< members whose names begin with `x-` are allowed
};

/// The members of two tables.
template <std::size_t N, std::size_t M>
constexpr std::array<field, N + M> joined(const std::array<field, N>& first,
                                          const std::array<field, M>& second) {
    return [&]<std::size_t... I, std::size_t... J>(std::index_sequence<I...>,
                                                   std::index_sequence<J...>) {
        return std::array<field, N + M>{first[I]..., second[J]...};
    }
    (std::make_index_sequence<N>{}, std::make_index_sequence<M>{});
}

inline constexpr field required(std::string_view name, const shape& is) {
    return {name, is, true};
}
inline constexpr field since(specification_version version, field of) {
    of.since = version;
    return of;
}
inline constexpr field until(specification_version version, field of) {
    of.until = version;
    return of;
}

inline constexpr shape any{};
inline constexpr shape text{.is = shape::kind::text};
inline constexpr shape boolean{.is = shape::kind::boolean};
inline constexpr shape integer{.is = shape::kind::integer};
inline constexpr shape number{.is = shape::kind::number};
inline constexpr shape null{.is = shape::kind::null};
inline constexpr shape natural{.is = shape::kind::integer, .least = 0};
inline constexpr shape absolute_url{.is = shape::kind::text, .form = text_form::absolute_url};
inline constexpr shape uri{.is = shape::kind::text, .form = text_form::uri};
inline constexpr shape email{.is = shape::kind::text, .form = text_form::email};
inline constexpr shape media_type{.is = shape::kind::text, .form = text_form::media_type};
inline constexpr shape expression{.is = shape::kind::text, .form = text_form::expression};
inline constexpr shape texts{.is = shape::kind::list, .of = &text};
inline constexpr shape any_map{.is = shape::kind::map, .of = &any};
inline constexpr shape schema{.is = shape::kind::schema, .references = reference::may};

inline constexpr shape object(const object_grammar& of) {
    return {.is = shape::kind::object, .object = &of};
}
inline constexpr shape or_reference(shape of) {
    of.references = reference::may;
    return of;
}
inline constexpr shape only_reference(shape of) {
    of.references = reference::must;
    return of;
}
inline constexpr shape list(const shape& of) {
    return {.is = shape::kind::list, .of = &of};
}
inline constexpr shape map(const shape& of, key_form keys = key_form::any) {
    return {.is = shape::kind::map, .keys = keys, .of = &of};
}
inline constexpr shape one_of(std::span<const std::string_view> choices) {
    return {.is = shape::kind::text, .choices = choices};
}
inline constexpr shape or_else(shape first, const shape& second) {
    first.otherwise = &second;
    return first;
}
inline constexpr shape bindings(shape::level of) {
    return {.is = shape::kind::bindings, .references = reference::may, .binds = of};
}

}  // namespace asyncapi::grammar
