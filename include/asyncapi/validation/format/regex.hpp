#pragma once

#include <asyncapi/validation/pattern/parser.hpp>

#include <string_view>

namespace asyncapi::validation::detail {

/// Whether ECMA-262 reads it; a `pattern` has to be one that can be run besides.
inline bool is_regex(std::string_view text) {
    return pattern_parser{text}.parse().has_value();
}

}  // namespace asyncapi::validation::detail
