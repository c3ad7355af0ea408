#pragma once

#include <asyncapi/document/checks/parts.hpp>
#include <asyncapi/document/checks/security/scheme_members.hpp>
#include <asyncapi/document/grammar/common.hpp>

#include <string>
#include <string_view>

namespace asyncapi::checks {

namespace detail {

inline void find_idle_flow_members(run& asking, const site& at) {
    for (const std::string_view member : {"authorizationUrl", "tokenUrl"}) {
        if (flow_has(at.key(), member) || at.member(member) == nullptr) continue;
        asking.report_name(at, "the flow " + quoted(at.key()) + " does not use " + quoted(member) +
                                   ": leave it out");
    }
}

}  // namespace detail

inline constexpr rule idle_flow_member{
    .code = "idle-flow-member",
    .level = severity::warning,
    .summary = "A flow of OAuth 2 has only the URLs that it goes through.",
    .specification = "OAuth Flow Object, column \"Applies To\"",
    .on_object = detail::find_idle_flow_members,
    .only = {&grammar::oauth_flow}};

}  // namespace asyncapi::checks
