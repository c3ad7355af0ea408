#pragma once

#include <asyncapi/document/checks/parts.hpp>
#include <asyncapi/document/grammar/version2.hpp>
#include <asyncapi/document/grammar/version3.hpp>

#include <string>

namespace asyncapi::checks {

namespace detail {

inline void find_missing_operation_description(run& asking, const site& at) {
    if (effective_member(asking.document(), at.where(), "description")) return;
    asking.report_name(at, "the operation " + quoted(at.key()) + " has no \"description\"");
}

}  // namespace detail

inline constexpr rule missing_operation_description{
    .code = "missing-operation-description",
    .level = severity::information,
    .summary = "An operation says what it is for.",
    .specification = "Operation Object, description: \"A verbose explanation of the operation\"",
    .on_object = detail::find_missing_operation_description,
    .only = {&grammar::version2::operation, &grammar::version3::operation}};

}  // namespace asyncapi::checks
