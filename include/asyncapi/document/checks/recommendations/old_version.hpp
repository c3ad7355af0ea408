#pragma once

#include <asyncapi/document/checks/parts.hpp>
#include <asyncapi/document/grammar/version2.hpp>
#include <asyncapi/document/grammar/version3.hpp>

namespace asyncapi::checks {

namespace detail {

inline void find_old_version(run& asking, const site& at) {
    if (asking.version() < specification_version{3, 1})
        asking.report_inside(at, "/asyncapi", "the latest version of the specification is 3.1.0");
}

}  // namespace detail

inline constexpr rule old_version{
    .code = "old-version",
    .level = severity::information,
    .summary = "A document is of the latest version of the specification.",
    .specification = "AsyncAPI Version String: \"This provides a way to select the set of rules\"",
    .on_object = detail::find_old_version,
    .only = {&grammar::version2::root, &grammar::version3::root}};

}  // namespace asyncapi::checks
