#pragma once

#include <asyncapi/detail/config.hpp>
#include <asyncapi/result.hpp>

#include <rapidjson/document.h>

#include <cstddef>
#include <string_view>

namespace asyncapi::validation {

struct parse_limits {
    std::size_t max_bytes = 16U << 20U;  ///< length of the text
    std::size_t max_depth = 64;          ///< arrays and objects inside one another; `[[]]` is two
};

/// Reads one JSON text, strictly: nothing before or after the value, valid UTF-8, no name twice in
/// an object. Bounded in size and depth; never recurses.
///
/// An integer outside 64 bits and a number with a fraction or an exponent become the nearest
/// double.
/// \return `too_large` past `max_bytes`, else `malformed` with the byte and the JSON Pointer where
/// reading stopped
/// \see RFC 8259
result<rapidjson::Document> parse_json(std::string_view text, parse_limits limits = {});

}  // namespace asyncapi::validation

#ifndef ASYNCAPI_SEPARATE_COMPILATION
#include <asyncapi/validation/impl/parse_json.ipp>
#endif
