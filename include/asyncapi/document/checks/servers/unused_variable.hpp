#pragma once

#include <asyncapi/document/checks/parts.hpp>
#include <asyncapi/document/checks/servers/server_templates.hpp>
#include <asyncapi/document/grammar/version2.hpp>
#include <asyncapi/document/grammar/version3.hpp>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace asyncapi::checks {

namespace detail {

inline void find_unused_variables(run& asking, const site& at) {
    std::vector<std::string_view> used;
    for (const auto& each : templates_of(at))
        for (const auto name : expressions_in(each.text)) used.push_back(name);
    for_each_member(
        at.where().member("variables"), [&](std::string_view name, const document_value& variable) {
            if (name == "$ref" || name.starts_with("x-")) return;
            if (std::ranges::find(used, name) != used.end()) return;
            asking.report_name(variable, "the variable " + quoted(name) + " is nowhere in the " +
                                             (is_version2(asking) ? "URL" : "host or path"));
        });
}

}  // namespace detail

inline constexpr rule unused_variable{
    .code = "unused-variable",
    .level = severity::warning,
    .summary = "Each variable of a server is in its URL, host or path.",
    .specification =
        "Server Object, variables: \"The value is used for substitution in the server's url "
        "template\"",
    .on_object = detail::find_unused_variables,
    .only = {&grammar::version2::server, &grammar::version3::server}};

}  // namespace asyncapi::checks
