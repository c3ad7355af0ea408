#pragma once

#include <asyncapi/document/checks/parts.hpp>

#include <string_view>

namespace asyncapi::checks {

namespace detail {

inline void find_foreign_channels(run& asking) {
    const auto judge = [&](const document_value& channel) {
        const auto* reference = channel ? document::reference_of(*channel) : nullptr;
        if (reference == nullptr || is_in_section(text_of(*reference), "channels")) return;
        asking.report(channel,
                      "an operation of the document refers to its channels as "
                      "#/channels/..., not as " +
                          quoted(text_of(*reference), 80));
    };
    for_each_member(asking.document().at("/operations"),
                    [&](std::string_view, const document_value& operation) {
                        judge(operation.member("channel"));
                        judge(operation.member("reply").member("channel"));
                    });
}

}  // namespace detail

inline constexpr rule foreign_channel{
    .code = "foreign-channel",
    .summary = "An operation of the document is on a channel of the document.",
    .specification =
        "Operation Object, channel: \"If the operation is located in the root Operations Object, "
        "it MUST point to a channel definition located in the root Channels Object\"",
    .since = {3, 0},
    .on_document = detail::find_foreign_channels};

}  // namespace asyncapi::checks
