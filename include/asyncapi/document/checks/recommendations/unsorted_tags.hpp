#pragma once

#include <asyncapi/document/checks/parts.hpp>

#include <string>
#include <string_view>

namespace asyncapi::checks {

namespace detail {

inline void find_unsorted_tags(run& asking) {
    const auto root = asking.document().at("");
    const auto tags = (is_version2(asking) ? root : root.member("info")).member("tags");
    std::string_view before;
    bool is_told = false;
    for_each_element(tags, [&](const document_value& tag) {
        const auto name = text_in(asking.followed(tag), "name");
        if (!is_told && name < before) {
            asking.report(tag, "the tag " + quoted(name) + " comes before " + quoted(before) +
                                   " in the alphabet");
            is_told = true;
        }
        before = name;
    });
}

}  // namespace detail

inline constexpr rule unsorted_tags{
    .code = "unsorted-tags",
    .level = severity::information,
    .summary = "The tags of a document are in the order of the alphabet.",
    .specification =
        "Tags Object: \"The list MUST NOT contain duplicates. The order of the tags can be used to "
        "reflect on their order by the parsing tools\"",
    .on_document = detail::find_unsorted_tags};

}  // namespace asyncapi::checks
