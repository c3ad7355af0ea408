#pragma once

#include <asyncapi/document/checks/parts.hpp>
#include <asyncapi/document/grammar/common.hpp>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace asyncapi::checks::detail {

/// Visits the requirements of version 2 where a value is a list of them.
///
/// \param visit  called with the name, what stands there, and the scheme, empty where there is none
template <class Visit>
void for_each_requirement(run& asking, const site& at, Visit visit) {
    if (at.is != &grammar::security_requirements || !at->IsArray()) return;
    const auto schemes =
        asking.followed(asking.document().at("").member("components"), "securitySchemes");
    for_each_element(at.where(), [&](const document_value& requirement) {
        for_each_member(requirement, [&](std::string_view name, const document_value& scopes) {
            const auto stands = schemes.member(name);
            visit(name, scopes, stands, asking.followed(stands));
        });
    });
}

/// \return the scopes that the flows of a scheme offer
inline std::vector<std::string_view> scopes_of(const document_value& scheme,
                                               std::string_view member) {
    std::vector<std::string_view> found;
    for (const auto& flow : grammar::oauth_flows_fields)
        for_each_member(scheme.member("flows").member(flow.name).member(member),
                        [&](std::string_view scope, const document_value&) {
                            if (std::ranges::find(found, scope) == found.end())
                                found.push_back(scope);
                        });
    return found;
}

/// Says which scopes of a list the flows of a scheme do not offer.
inline void report_undefined_scopes(run& asking, const document_value& scopes,
                                    const document_value& scheme, std::string_view name,
                                    std::string_view member) {
    const auto offered = scopes_of(scheme, member);
    if (offered.empty()) return;
    for_each_element(scopes, [&](const document_value& scope) {
        if (!scope->IsString()) return;
        if (std::ranges::find(offered, text_of(*scope)) != offered.end()) return;
        asking.report(scope, "no flow of " + std::string{name} + " has the scope " +
                                 quoted(text_of(*scope)) + ": they have " + listed(offered));
    });
}

}  // namespace asyncapi::checks::detail
