#pragma once

#include <asyncapi/document/checks/security/requirements.hpp>

#include <string_view>

namespace asyncapi::checks {

namespace detail {

inline void find_undefined_scopes(run& asking, const site& at) {
    for_each_requirement(asking, at,
                         [&](std::string_view name, const document_value& scopes,
                             const document_value&, const document_value& scheme) {
                             if (text_in(scheme, "type") == "oauth2")
                                 report_undefined_scopes(asking, scopes, scheme, quoted(name),
                                                         "scopes");
                         });
}

}  // namespace detail

inline constexpr rule undefined_scope{
    .code = "undefined-scope",
    .summary = "A scope that is required is one that a flow of the security scheme has.",
    .specification =
        "OAuth Flow Object, scopes: \"The available scopes for the OAuth2 security "
        "scheme\"",
    .until = {2, 99},
    .on_value = detail::find_undefined_scopes};

}  // namespace asyncapi::checks
