#pragma once

#include <asyncapi/document/checks/parts.hpp>
#include <asyncapi/document/grammar/version2.hpp>
#include <asyncapi/document/grammar/version3.hpp>

namespace asyncapi::checks {

namespace detail {

inline void find_missing_default_content_type(run& asking, const site& at) {
    if (at.member("defaultContentType") == nullptr)
        asking.report_name(
            at, "the document has no \"defaultContentType\" for messages that do not say theirs");
}

}  // namespace detail

inline constexpr rule missing_default_content_type{
    .code = "missing-default-content-type",
    .level = severity::information,
    .summary = "A document has a defaultContentType.",
    .specification =
        "Default Content Type: \"A string representing the default content type to use when "
        "encoding/decoding a message's payload\"",
    .on_object = detail::find_missing_default_content_type,
    .only = {&grammar::version2::root, &grammar::version3::root}};

}  // namespace asyncapi::checks
