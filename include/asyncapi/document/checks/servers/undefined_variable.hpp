#pragma once

#include <asyncapi/document/checks/parts.hpp>
#include <asyncapi/document/checks/servers/server_templates.hpp>
#include <asyncapi/document/grammar/version2.hpp>
#include <asyncapi/document/grammar/version3.hpp>

#include <string>

namespace asyncapi::checks {

namespace detail {

inline void find_undefined_variables(run& asking, const site& at) {
    const auto variables = asking.followed(at.where(), "variables");
    for (const auto& each : templates_of(at))
        for (const auto name : expressions_in(each.text))
            if (!variables.member(name))
                asking.report_inside(
                    at, "/" + std::string{each.member},
                    "the variable " + quoted(name) + " is not defined: add it to \"variables\"");
}

}  // namespace detail

inline constexpr rule undefined_variable{
    .code = "undefined-variable",
    .summary = "Each variable in the URL, host or path of a server is defined.",
    .specification =
        "Server Object, url: \"Variable substitutions will be made when a variable is named in "
        "{brackets}\"",
    .on_object = detail::find_undefined_variables,
    .only = {&grammar::version2::server, &grammar::version3::server}};

}  // namespace asyncapi::checks
