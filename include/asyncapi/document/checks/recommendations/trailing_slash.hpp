#pragma once

#include <asyncapi/document/checks/parts.hpp>
#include <asyncapi/document/checks/servers/server_templates.hpp>
#include <asyncapi/document/grammar/version2.hpp>
#include <asyncapi/document/grammar/version3.hpp>

#include <string>

namespace asyncapi::checks {

namespace detail {

inline void find_trailing_slash(run& asking, const site& at) {
    for (const auto& each : templates_of(at)) {
        if (each.text.size() < 2 || !each.text.ends_with('/')) continue;
        asking.report_inside(at, "/" + std::string{each.member},
                             quoted(each.text, 80) + " ends with a slash: leave it out");
    }
}

}  // namespace detail

inline constexpr rule trailing_slash{
    .code = "trailing-slash",
    .level = severity::information,
    .summary = "The URL or path of a server does not end with a slash.",
    .specification = "Server Object, url: \"A URL to the target host\"",
    .on_object = detail::find_trailing_slash,
    .only = {&grammar::version2::server, &grammar::version3::server}};

}  // namespace asyncapi::checks
