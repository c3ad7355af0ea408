#pragma once

#include <asyncapi/document/checks/parts.hpp>

namespace asyncapi::checks {

namespace detail {

inline void find_missing_tags(run& asking) {
    const auto root = asking.document().at("");
    const auto owner = is_version2(asking) ? root : root.member("info");
    if (!owner || !owner->IsObject()) return;
    const auto tags = owner.member("tags");
    if (!tags)
        asking.report_name(owner, is_version2(asking) ? "the document has no \"tags\""
                                                      : "\"info\" has no \"tags\"");
    else if (tags->IsArray() && tags->Empty())
        asking.report_name(tags, "\"tags\" is empty");
}

}  // namespace detail

inline constexpr rule missing_tags{
    .code = "missing-tags",
    .level = severity::information,
    .summary = "A document has tags.",
    .specification =
        "Info Object, tags: \"A list of tags for application API documentation control\"",
    .on_document = detail::find_missing_tags};

}  // namespace asyncapi::checks
