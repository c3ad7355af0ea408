#pragma once

#include <asyncapi/document/checks/parts.hpp>
#include <asyncapi/document/grammar/version2.hpp>
#include <asyncapi/document/grammar/version3.hpp>

#include <string>

namespace asyncapi::checks {

namespace detail {

inline void find_default_outside_enum(run& asking, const site& at) {
    const auto choices = at.where().member("enum");
    const auto* otherwise = at.member("default");
    if (!choices || !choices->IsArray() || choices->Empty()) return;
    if (otherwise == nullptr || !otherwise->IsString()) return;
    for (const auto& choice : choices->GetArray())
        if (choice == *otherwise) return;
    asking.report_inside(at, "/default",
                         "the default " + quoted(text_of(*otherwise)) + " is none of \"enum\"");
}

}  // namespace detail

inline constexpr rule default_outside_enum{
    .code = "default-outside-enum",
    .level = severity::warning,
    .summary = "The default of a variable or a parameter is one of its values.",
    .specification =
        "Server Variable Object, enum: \"An enumeration of string values to be used if the "
        "substitution options are from a limited set\"",
    .on_object = detail::find_default_outside_enum,
    .only = {&grammar::server_variable, &grammar::version3::parameter}};

}  // namespace asyncapi::checks
