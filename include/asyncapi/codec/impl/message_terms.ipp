#pragma once

#include <asyncapi/codec/errors.hpp>
#include <asyncapi/codec/message_terms.hpp>
#include <asyncapi/validation/parse_json.hpp>

#include <utility>

namespace asyncapi::detail {

ASYNCAPI_DECL result<void> part_terms::check(const rapidjson::Value& json,
                                             std::string_view message) const {
    auto checked = schema.check(json, message);
    if (checked || !locate) return checked;
    auto where = checked.error().where();
    locate(where);
    return error{checked.error().code(), std::move(where)};
}

ASYNCAPI_DECL result<void> part_terms::check(std::string_view json,
                                             std::string_view message) const {
    if (schema.is_implied()) return {};
    const auto parsed = validation::parse_json(json);
    if (!parsed) return named(parsed.error(), message);
    return check(*parsed, message);
}

}  // namespace asyncapi::detail
