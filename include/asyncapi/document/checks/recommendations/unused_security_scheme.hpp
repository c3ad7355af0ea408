#pragma once

#include <asyncapi/document/checks/parts.hpp>

#include <set>
#include <string_view>

namespace asyncapi::checks {

namespace detail {

inline void find_unused_security_scheme(run& asking) {
    std::set<std::string_view> used;
    const auto add = [&](const document_value& object) {
        for_each_element(object.member("security"), [&](const document_value& requirement) {
            for_each_member(requirement, [&](std::string_view name, const document_value&) {
                used.insert(name);
            });
        });
    };
    for (const auto& server : root_entries(asking, "servers")) add(server.is);
    for (const auto& server : entries_of(asking, asking.document().at("/components/servers")))
        add(server.is);
    for (const std::string_view place : {"/channels", "/components/channels"}) {
        const auto channels = entries_of(asking, asking.document().at(place));
        for (const auto& each : verbs_of(channels)) {
            add(each.operation);
            for (const auto& trait : traits_of(asking.document(), each.operation)) add(trait);
        }
    }
    for_each_member(asking.document().at("/components/securitySchemes"),
                    [&](std::string_view name, const document_value& scheme) {
                        if (!used.contains(name))
                            asking.report_name(
                                scheme, "nothing requires the security scheme " + quoted(name));
                    });
}

}  // namespace detail

inline constexpr rule unused_security_scheme{
    .code = "unused-security-scheme",
    .level = severity::information,
    .summary = "Each security scheme of the components is required somewhere.",
    .specification =
        "Components Object, securitySchemes: \"An object to hold reusable Security Scheme "
        "Objects\"",
    .until = {2, 99},
    .on_document = detail::find_unused_security_scheme};

}  // namespace asyncapi::checks
