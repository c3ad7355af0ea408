#pragma once

#include <asyncapi/detail/config.hpp>
#include <asyncapi/result.hpp>
#include <asyncapi/validation/schema.hpp>

#include <memory>
#include <string_view>

namespace asyncapi::validation {

/// The default engine: a schema compiled into flat tables, which any number of threads run at once.
///
/// Accepting costs nothing for messages: only after a refusal the schema is gone through again for
/// what a person needs.
struct program_engine {
    /// \return `unenforceable_schema`
    static result<std::shared_ptr<const engine>> compile(std::string_view schema_json,
                                                         const compile_options& options);
};

}  // namespace asyncapi::validation

#ifndef ASYNCAPI_SEPARATE_COMPILATION
#include <asyncapi/validation/impl/engine.ipp>
#endif
