#pragma once

#include <asyncapi/document/checks/parts.hpp>

namespace asyncapi::checks {

namespace detail {

inline void find_ignored_siblings(run& asking, const site& at, const result<document_value>&) {
    for (const auto& member : at->GetObject()) {
        const auto name = text_of(member.name);
        if (name == "$ref" || name.starts_with("x-")) continue;
        const bool is_for_readers =
            name == "description" || name == "title" || name == "summary" || name == "examples";
        asking.at_most(is_for_readers ? severity::information : severity::warning, [&] {
            asking.report_name({at.source, &member.value, &member.name, 0, &at},
                               quoted(name) + " stands beside a $ref, where it is ignored");
        });
    }
}

}  // namespace detail

inline constexpr rule ignored_sibling{
    .code = "ignored-sibling",
    .level = severity::warning,
    .summary = "Nothing stands beside a reference, where it is ignored.",
    .specification =
        "Reference Object: \"This object cannot be extended with additional properties and any "
        "properties added SHALL be ignored\"",
    .on_reference = detail::find_ignored_siblings};

}  // namespace asyncapi::checks
