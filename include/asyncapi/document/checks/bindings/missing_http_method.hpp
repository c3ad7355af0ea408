#pragma once

#include <asyncapi/document/checks/rule.hpp>
#include <asyncapi/document/grammar/bindings.hpp>

namespace asyncapi::checks {

namespace detail {

inline void find_missing_http_method(run& asking, const site& at) {
    const auto* type = at.member("type");
    if (type == nullptr || !type->IsString() || at.member("method") != nullptr) return;
    if (validation::detail::text_of(*type) == "request")
        asking.report_name(at, "an HTTP operation of type request needs \"method\"");
}

}  // namespace detail

inline constexpr rule missing_http_method{
    .code = "missing-http-method",
    .summary = "An HTTP Operation Binding of type request says its method.",
    .specification =
        "HTTP Bindings 0.1.0, method: \"When `type` is `request`, this is the HTTP "
        "method, otherwise it MUST be ignored\"",
    .on_object = detail::find_missing_http_method,
    .only = {&grammar::http_operation_0_1}};

}  // namespace asyncapi::checks
