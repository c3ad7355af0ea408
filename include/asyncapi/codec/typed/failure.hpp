#pragma once

#include <asyncapi/detail/config.hpp>

#include <string>
#include <string_view>

namespace asyncapi::detail {

/// Whether what reads and writes a type holds it to its schema as well.
enum class checks { on_the_way, elsewhere };

/// Why a C++ value has no JSON, or a JSON value no C++ one.
struct codec_failure {
    std::string pointer;
    std::string_view keyword;
    std::string reason;
};

/// \return the JSON Pointer of the value that would come next, after the beginning of a JSON text;
/// of one that is cut inside a text, the place of that text, or the object whose name it is
std::string pointer_after(std::string_view beginning);

/// \return a token with the slash before it, escaped
/// \see RFC 6901 section 4
std::string pointer_step(std::string_view token);

}  // namespace asyncapi::detail

#ifndef ASYNCAPI_SEPARATE_COMPILATION
#include <asyncapi/codec/typed/impl/failure.ipp>
#endif
