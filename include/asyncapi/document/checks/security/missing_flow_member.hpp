#pragma once

#include <asyncapi/document/checks/parts.hpp>
#include <asyncapi/document/checks/security/scheme_members.hpp>
#include <asyncapi/document/grammar/common.hpp>

#include <string>
#include <string_view>

namespace asyncapi::checks {

namespace detail {

inline void find_missing_flow_members(run& asking, const site& at) {
    for (const std::string_view member : {"authorizationUrl", "tokenUrl"})
        if (flow_has(at.key(), member) && at.member(member) == nullptr)
            asking.report_name(at, "the flow " + quoted(at.key()) + " needs " + quoted(member));
}

}  // namespace detail

inline constexpr rule missing_flow_member{
    .code = "missing-flow-member",
    .summary = "A flow of OAuth 2 has the URLs that it goes through.",
    .specification = "OAuth Flow Object, columns \"Applies To\" and \"REQUIRED\"",
    .on_object = detail::find_missing_flow_members,
    .only = {&grammar::oauth_flow}};

}  // namespace asyncapi::checks
