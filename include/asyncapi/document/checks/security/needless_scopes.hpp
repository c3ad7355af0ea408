#pragma once

#include <asyncapi/document/checks/security/requirements.hpp>
#include <asyncapi/document/checks/security/scheme_members.hpp>

#include <string>
#include <string_view>

namespace asyncapi::checks {

namespace detail {

inline void find_needless_scopes(run& asking, const site& at) {
    for_each_requirement(
        asking, at,
        [&](std::string_view name, const document_value& scopes, const document_value&,
            const document_value& scheme) {
            const auto type = text_in(scheme, "type");
            if (type.empty() || has_scopes(type) || !scopes->IsArray() || scopes->Empty()) return;
            asking.report(element(scopes, 0),
                          quoted(name) + " is of the type " + quoted(type) +
                              ", which has no scopes: the list has to be empty");
        });
}

}  // namespace detail

inline constexpr rule needless_scopes{
    .code = "needless-scopes",
    .summary = "Scopes are required of OAuth 2 and OpenID Connect only.",
    .specification =
        "Security Requirement Object: \"For other security scheme types, the array "
        "MUST be empty\"",
    .until = {2, 99},
    .on_value = detail::find_needless_scopes};

}  // namespace asyncapi::checks
