#pragma once

#include <asyncapi/document/checks/parts.hpp>

#include <string_view>

namespace asyncapi::checks {

namespace detail {

inline void find_deprecated_channel_references(run& asking, const site& at,
                                               const result<document_value>&) {
    if (at.parent == nullptr || at.parent->pointer() != "/channels") return;
    if (at.source != &asking.document().source()) return;
    asking.report(at, "a channel that is a $ref is deprecated: write the channel here");
}

}  // namespace detail

inline constexpr rule deprecated_channel_reference{
    .code = "deprecated-channel-reference",
    .level = severity::warning,
    .summary = "A channel of version 2.6 stands where its address does.",
    .specification =
        "Channel Item Object, $ref: \"Usage of the `$ref` property has been deprecated\"",
    .since = {2, 6},
    .until = {2, 99},
    .on_reference = detail::find_deprecated_channel_references};

}  // namespace asyncapi::checks
