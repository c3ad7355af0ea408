#pragma once

#include <asyncapi/detail/config.hpp>
#include <asyncapi/validation/engine.hpp>
#include <asyncapi/validation/schema.hpp>

#include <utility>

namespace asyncapi::validation {

ASYNCAPI_DECL result<compiled_schema> compiled_schema::compile(std::string_view schema_json,
                                                               const compile_options& options) {
    auto compiled = program_engine::compile(schema_json, options);
    if (!compiled) return compiled.error();
    return compiled_schema{std::move(*compiled)};
}

}  // namespace asyncapi::validation
