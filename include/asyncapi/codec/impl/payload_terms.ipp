#pragma once

#include <asyncapi/codec/errors.hpp>
#include <asyncapi/codec/payload_terms.hpp>

#include <utility>

namespace asyncapi::detail {

ASYNCAPI_DECL result<payload_terms> payload_terms::bind(
    std::string_view contract, std::string_view own, const validation::compile_options& options) {
    auto whole = validation::compiled_schema::compile(contract, options);
    if (!whole) return whole.error();
    auto left = validation::residual_schema::compile(contract, own, options);
    if (!left) return left.error();
    return payload_terms{std::move(*whole), std::move(*left)};
}

ASYNCAPI_DECL result<void> payload_terms::check(const rapidjson::Value& json,
                                                std::string_view message) const {
    if (whole_.accepts(json)) return {};
    auto violations = whole_.check(json);
    if (violations.empty())
        violations.emplace_back().reason = "the message does not satisfy its contract";
    return violated(std::move(violations.front()), message);
}

}  // namespace asyncapi::detail
