#pragma once

#include <asyncapi/document/checks/parts.hpp>
#include <asyncapi/document/grammar/common.hpp>

namespace asyncapi::checks {

namespace detail {

inline void find_missing_license(run& asking, const site& at) {
    if (at.member("license") == nullptr) asking.report_name(at, "\"info\" says no license");
}

}  // namespace detail

inline constexpr rule missing_license{
    .code = "missing-license",
    .level = severity::information,
    .summary = "A document says its license.",
    .specification = "Info Object, license: \"The license information for the exposed API\"",
    .on_object = detail::find_missing_license,
    .only = {&grammar::info}};

}  // namespace asyncapi::checks
