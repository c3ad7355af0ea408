#pragma once

#include <asyncapi/document/checks/parts.hpp>
#include <asyncapi/document/grammar/common.hpp>

#include <string>

namespace asyncapi::checks {

namespace detail {

inline void find_missing_tag_description(run& asking, const site& at) {
    if (at.member("description") == nullptr)
        asking.report(at,
                      "the tag " + quoted(text_in(at.where(), "name")) + " has no \"description\"");
}

}  // namespace detail

inline constexpr rule missing_tag_description{
    .code = "missing-tag-description",
    .level = severity::information,
    .summary = "A tag says what it means.",
    .specification = "Tag Object, description: \"A short description for the tag\"",
    .on_object = detail::find_missing_tag_description,
    .only = {&grammar::tag}};

}  // namespace asyncapi::checks
