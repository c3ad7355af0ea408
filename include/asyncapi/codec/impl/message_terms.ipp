#pragma once

#include <asyncapi/codec/errors.hpp>
#include <asyncapi/codec/message_terms.hpp>
#include <asyncapi/validation/parse_json.hpp>

namespace asyncapi::detail {

ASYNCAPI_DECL result<void> message_terms::check(std::string_view json,
                                                std::string_view message) const {
    if (payload.is_implied()) return {};
    const auto parsed = validation::parse_json(json);
    if (!parsed) return named(parsed.error(), message);
    return payload.check(*parsed, message);
}

}  // namespace asyncapi::detail
