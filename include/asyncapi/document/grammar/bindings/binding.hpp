#pragma once

#include <asyncapi/document/grammar/schema.hpp>

#include <array>
#include <span>
#include <string_view>

namespace asyncapi::grammar {

/// What one protocol's binding may hold at one level, in some of its versions.
struct binding {
    std::string_view protocol;
    shape::level level;
    std::span<const std::string_view> versions;  ///< `bindingVersion`s
    const shape& is;
};

/// A binding whose name is reserved for future use.
inline constexpr object_grammar reserved_binding{"reserved Binding Object", {}};
inline constexpr shape reserved = object(reserved_binding);

}  // namespace asyncapi::grammar
