#pragma once

#include <asyncapi/document/checks/parts.hpp>
#include <asyncapi/document/checks/servers/server_templates.hpp>
#include <asyncapi/document/grammar/version2.hpp>
#include <asyncapi/document/grammar/version3.hpp>

#include <string>

namespace asyncapi::checks {

namespace detail {

inline void find_example_server(run& asking, const site& at) {
    for (const auto& each : templates_of(at))
        if (each.text.find("example.com") != each.text.npos)
            asking.report_inside(
                at, "/" + std::string{each.member},
                quoted(each.text, 80) + " is a name for examples: say the real one");
}

}  // namespace detail

inline constexpr rule example_server{
    .code = "example-server",
    .level = severity::information,
    .summary = "A server is not at example.com.",
    .specification = "Server Object, url: \"A URL to the target host\"",
    .on_object = detail::find_example_server,
    .only = {&grammar::version2::server, &grammar::version3::server}};

}  // namespace asyncapi::checks
