#pragma once

#include <asyncapi/detail/config.hpp>
#include <asyncapi/result.hpp>
#include <asyncapi/validation/schema.hpp>

#include <memory>
#include <string_view>

namespace asyncapi::validation {

/// RapidJSON's own SchemaValidator, which speaks draft-04, behind a translation from draft-07: the
/// reference that other engines are checked against.
///
/// RapidJSON's compiled schema keeps state, so that threads that share a schema take turns.
struct rapidjson_engine {
    /// \return `unenforceable_schema`
    static result<std::shared_ptr<const engine>> compile(std::string_view schema_json,
                                                         const compile_options& options);
};

}  // namespace asyncapi::validation

#ifndef ASYNCAPI_SEPARATE_COMPILATION
#include <asyncapi/validation/impl/rapidjson_engine.ipp>
#endif
