#pragma once

#include <asyncapi/document/checks/parts.hpp>
#include <asyncapi/document/grammar/version2.hpp>
#include <asyncapi/document/grammar/version3.hpp>

namespace asyncapi::checks {

namespace detail {

inline void find_missing_id(run& asking, const site& at) {
    if (at.member("id") == nullptr)
        asking.report_name(at, "the document has no \"id\", by which others could name it");
}

}  // namespace detail

inline constexpr rule missing_id{
    .code = "missing-id",
    .level = severity::information,
    .summary = "A document has an id.",
    .specification =
        "AsyncAPI Object, id: \"Identifier of the application the AsyncAPI document is defining\"",
    .on_object = detail::find_missing_id,
    .only = {&grammar::version2::root, &grammar::version3::root}};

}  // namespace asyncapi::checks
