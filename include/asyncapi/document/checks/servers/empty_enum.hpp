#pragma once

#include <asyncapi/document/checks/parts.hpp>
#include <asyncapi/document/grammar/version2.hpp>
#include <asyncapi/document/grammar/version3.hpp>

namespace asyncapi::checks {

namespace detail {

inline void find_empty_enum(run& asking, const site& at) {
    const auto* choices = at.member("enum");
    if (choices == nullptr || !choices->IsArray() || !choices->Empty()) return;
    asking.report_inside(at, "/enum",
                         "\"enum\" has no value, so nothing can be filled in: list some, or "
                         "leave it out");
}

}  // namespace detail

inline constexpr rule empty_enum{
    .code = "empty-enum",
    .level = severity::warning,
    .summary = "A variable or a parameter has a value to choose.",
    .specification =
        "Server Variable Object, enum: \"An enumeration of string values to be used if the "
        "substitution options are from a limited set\"",
    .on_object = detail::find_empty_enum,
    .only = {&grammar::server_variable, &grammar::version3::parameter}};

}  // namespace asyncapi::checks
