#pragma once

#include <asyncapi/document/checks/parts.hpp>
#include <asyncapi/document/grammar/version2.hpp>
#include <asyncapi/document/grammar/version3.hpp>

namespace asyncapi::checks {

namespace detail {

inline void find_missing_parameter_description(run& asking, const site& at) {
    if (at.member("description") == nullptr)
        asking.report_name(at, "the parameter has no \"description\"");
}

}  // namespace detail

inline constexpr rule missing_parameter_description{
    .code = "missing-parameter-description",
    .level = severity::information,
    .summary = "A parameter says what it means.",
    .specification = "Parameter Object, description: \"A verbose explanation of the parameter\"",
    .on_object = detail::find_missing_parameter_description,
    .only = {&grammar::version2::parameter, &grammar::version3::parameter}};

}  // namespace asyncapi::checks
