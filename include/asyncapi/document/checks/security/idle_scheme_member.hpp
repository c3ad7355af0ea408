#pragma once

#include <asyncapi/document/checks/parts.hpp>
#include <asyncapi/document/checks/security/scheme_members.hpp>
#include <asyncapi/document/grammar/common.hpp>

#include <algorithm>
#include <string>

namespace asyncapi::checks {

namespace detail {

inline void find_idle_scheme_members(run& asking, const site& at) {
    const auto* type = at.member("type");
    if (type == nullptr || !type->IsString()) return;
    const auto name = text_of(*type);
    if (std::ranges::find(grammar::security_types, name) == grammar::security_types.end()) return;
    const auto has = members_of_type(name);
    for (const auto& member : at->GetObject()) {
        const auto each = text_of(member.name);
        const auto is_in = [each](const auto& names) {
            return std::ranges::find(names, each) != names.end();
        };
        if (!is_in(conditional_members) || is_in(has.required) || is_in(has.optional)) continue;
        if (each == "scopes" &&
            (is_version2(asking) || member.value == rapidjson::Value{rapidjson::kArrayType}))
            continue;
        asking.report_name({at.source, &member.value, &member.name, 0, &at},
                           quoted(each) + " means nothing in a security scheme of the type " +
                               quoted(name) + ": leave it out");
    }
}

}  // namespace detail

inline constexpr rule idle_scheme_member{
    .code = "idle-scheme-member",
    .level = severity::warning,
    .summary = "A security scheme has only members that apply to its type.",
    .specification = "Security Scheme Object, column \"Applies To\"",
    .on_object = detail::find_idle_scheme_members,
    .only = {&grammar::security_scheme}};

}  // namespace asyncapi::checks
