#pragma once

#include <asyncapi/document/checks/parts.hpp>
#include <asyncapi/document/grammar/version2.hpp>
#include <asyncapi/document/grammar/version3.hpp>

namespace asyncapi::checks {

namespace detail {

inline void find_missing_servers(run& asking, const site& at) {
    const auto* servers = at.member("servers");
    if (servers == nullptr)
        asking.report_name(at, "the document says no server to connect to: add \"servers\"");
    else if (servers->IsObject() && servers->ObjectEmpty())
        asking.report_inside(at, "/servers", "\"servers\" says no server to connect to");
}

}  // namespace detail

inline constexpr rule missing_servers{
    .code = "missing-servers",
    .level = severity::information,
    .summary = "A document has servers.",
    .specification = "AsyncAPI Object, servers: \"Provides connection details of servers\"",
    .on_object = detail::find_missing_servers,
    .only = {&grammar::version2::root, &grammar::version3::root}};

}  // namespace asyncapi::checks
