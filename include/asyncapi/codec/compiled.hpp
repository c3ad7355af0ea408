#pragma once

#include <asyncapi/result.hpp>
#include <asyncapi/schema/text.hpp>
#ifdef ASYNCAPI_VALIDATION_SEPARATE_COMPILATION
#include <asyncapi/validation/schema.hpp>
#else
#include <asyncapi/validation/engine.hpp>
#endif

namespace asyncapi::detail {

/// The schema of a C++ type, compiled once in a program; an error when the engine cannot enforce
/// it.
template <class T>
const result<validation::compiled_schema>& compiled_schema_of() {
    static const auto compiled = validation::compiled_schema::compile(schema_text<T>);
    return compiled;
}

}  // namespace asyncapi::detail
