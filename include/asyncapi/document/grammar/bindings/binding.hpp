#pragma once

#include <asyncapi/document/grammar/schema.hpp>

#include <array>
#include <span>
#include <string_view>

namespace asyncapi::grammar {

/// What a protocol's binding may hold at one level, in some of its versions.
struct binding {
    shape::level level;
    std::span<const std::string_view> versions;  ///< `bindingVersion`s
    const shape& is;
};

/// The bindings of a protocol. At a level without a table, the binding is reserved.
struct protocol {
    std::string_view name;                       ///< as in a Bindings Object
    std::span<const std::string_view> versions;  ///< all that there have been, newest first
    std::span<const binding> tables = {};        ///< newest first
};

inline constexpr field binding_version{"bindingVersion", text};

/// "This object MUST NOT contain any properties. Its name is reserved for future use." The version
/// is let pass: it says nothing of a protocol.
inline constexpr std::array reserved_binding_fields{binding_version};
inline constexpr object_grammar reserved_binding{"reserved Binding Object",
                                                 reserved_binding_fields};
inline constexpr shape reserved = or_reference(object(reserved_binding));

/// "This schema MUST be of type `object` and have a `properties` key."
inline constexpr shape object_schema{
    .is = shape::kind::schema, .references = reference::may, .is_object_schema = true};
inline constexpr shape natural_or_schema = or_else(natural, schema);
inline constexpr shape text_or_texts = or_else(text, texts);

}  // namespace asyncapi::grammar
