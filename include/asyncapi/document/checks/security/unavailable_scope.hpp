#pragma once

#include <asyncapi/document/checks/security/requirements.hpp>

namespace asyncapi::checks {

namespace detail {

inline void find_unavailable_scopes(run& asking, const site& at) {
    const auto scheme = at.where();
    if (text_in(scheme, "type") != "oauth2") return;
    report_undefined_scopes(asking, scheme.member("scopes"), scheme, "this scheme",
                            "availableScopes");
}

}  // namespace detail

inline constexpr rule unavailable_scope{
    .code = "unavailable-scope",
    .level = severity::warning,
    .summary = "A scope that a security scheme needs is one that a flow of it has.",
    .specification =
        "OAuth Flow Object, availableScopes: \"The available scopes for the OAuth2 "
        "security scheme\"",
    .since = {3, 0},
    .on_object = detail::find_unavailable_scopes,
    .only = {&grammar::security_scheme}};

}  // namespace asyncapi::checks
