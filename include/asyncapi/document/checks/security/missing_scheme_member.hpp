#pragma once

#include <asyncapi/document/checks/parts.hpp>
#include <asyncapi/document/checks/security/scheme_members.hpp>
#include <asyncapi/document/grammar/common.hpp>

#include <string>

namespace asyncapi::checks {

namespace detail {

inline void find_missing_scheme_members(run& asking, const site& at) {
    const auto* type = at.member("type");
    if (type == nullptr || !type->IsString()) return;
    for (const auto name : members_of_type(text_of(*type)).required)
        if (at.member(name) == nullptr)
            asking.report_inside(at, "/type",
                                 "a security scheme of the type " + quoted(text_of(*type)) +
                                     " needs " + quoted(name));
}

}  // namespace detail

inline constexpr rule missing_scheme_member{
    .code = "missing-scheme-member",
    .summary = "A security scheme has the members that its type requires.",
    .specification = "Security Scheme Object, columns \"Applies To\" and \"REQUIRED\"",
    .on_object = detail::find_missing_scheme_members,
    .only = {&grammar::security_scheme}};

}  // namespace asyncapi::checks
