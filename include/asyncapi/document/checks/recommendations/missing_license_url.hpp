#pragma once

#include <asyncapi/document/checks/parts.hpp>
#include <asyncapi/document/grammar/common.hpp>

namespace asyncapi::checks {

namespace detail {

inline void find_missing_license_url(run& asking, const site& at) {
    if (at.member("url") == nullptr)
        asking.report_name(at, "the license has no \"url\" to read it at");
}

}  // namespace detail

inline constexpr rule missing_license_url{
    .code = "missing-license-url",
    .level = severity::information,
    .summary = "A license has a URL.",
    .specification = "License Object, url: \"A URL to the license used for the API\"",
    .on_object = detail::find_missing_license_url,
    .only = {&grammar::license}};

}  // namespace asyncapi::checks
