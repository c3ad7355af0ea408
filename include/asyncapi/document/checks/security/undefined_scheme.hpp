#pragma once

#include <asyncapi/document/checks/security/requirements.hpp>

#include <string>
#include <string_view>

namespace asyncapi::checks {

namespace detail {

inline void find_undefined_schemes(run& asking, const site& at) {
    for_each_requirement(asking, at,
                         [&](std::string_view name, const document_value& scopes,
                             const document_value& stands, const document_value&) {
                             if (stands) return;
                             asking.report_name(scopes, "there is no security scheme " +
                                                            quoted(name) +
                                                            " in \"components.securitySchemes\"");
                         });
}

}  // namespace detail

inline constexpr rule undefined_scheme{
    .code = "undefined-scheme",
    .summary = "Each name of a security requirement is a security scheme of the components.",
    .specification =
        "Security Requirement Object: \"Each name MUST correspond to a security "
        "scheme which is declared in the Security Schemes\"",
    .until = {2, 99},
    .on_value = detail::find_undefined_schemes};

}  // namespace asyncapi::checks
