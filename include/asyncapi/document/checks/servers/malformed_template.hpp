#pragma once

#include <asyncapi/document/checks/parts.hpp>
#include <asyncapi/document/checks/servers/server_templates.hpp>
#include <asyncapi/document/grammar/version2.hpp>
#include <asyncapi/document/grammar/version3.hpp>

#include <string>

namespace asyncapi::checks {

namespace detail {

inline void find_malformed_templates(run& asking, const site& at) {
    for (const auto& each : templates_of(at))
        if (const auto problem = brace_problem(each.text); !problem.empty())
            asking.report_inside(at, "/" + std::string{each.member},
                                 quoted(each.member) + " is malformed: " + problem);
}

}  // namespace detail

inline constexpr rule malformed_template{
    .code = "malformed-template",
    .level = severity::warning,
    .summary = "The braces of a server's URL, host or path enclose names.",
    .specification =
        "Server Object, url: \"Variable substitutions will be made when a variable is named in "
        "{brackets}\"",
    .on_object = detail::find_malformed_templates,
    .only = {&grammar::version2::server, &grammar::version3::server}};

}  // namespace asyncapi::checks
