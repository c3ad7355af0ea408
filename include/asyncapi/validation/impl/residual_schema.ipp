#pragma once

#include <asyncapi/detail/config.hpp>
#include <asyncapi/validation/residual_engine.hpp>
#include <asyncapi/validation/residual_schema.hpp>

#include <memory>
#include <utility>

namespace asyncapi::validation {

ASYNCAPI_DECL result<residual_schema> residual_schema::compile(std::string_view schema_json,
                                                               std::string_view implied,
                                                               const compile_options& options) {
    auto schema = detail::read_schema(schema_json, options);
    if (!schema) return schema.error();
    auto known = detail::read_schema(implied, {});
    if (!known) return known.error();
    auto what = subtract(std::move(*schema), std::move(*known));
    const auto blind_spots = what.blind_spots;
    if (what.is_true()) return residual_schema{nullptr, 0};
    return residual_schema{
        std::make_shared<const detail::residual_program>(std::move(what), options), blind_spots};
}

}  // namespace asyncapi::validation
