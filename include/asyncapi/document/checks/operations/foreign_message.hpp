#pragma once

#include <asyncapi/document/checks/parts.hpp>
#include <asyncapi/document/grammar/version3.hpp>

#include <string>

namespace asyncapi::checks {

namespace detail {

// As the reference says, or as it is behind the channel's own references.
inline bool is_message_of(const run& asking, const document_value& message,
                          const document_value& channel) {
    const auto* reference = document::reference_of(*message);
    const auto* channel_reference = document::reference_of(*channel);
    if (reference == nullptr || channel_reference == nullptr) return true;
    const auto prefix = std::string{text_of(*channel_reference)} + "/messages/";
    if (text_of(*reference).starts_with(prefix)) return true;
    const auto target = asking.document().resolve_once(*message.source, text_of(*reference));
    const auto channel_target = asking.followed(channel);
    if (!target || !channel_target) return true;
    return target->source == channel_target.source &&
           target->pointer.starts_with(channel_target.pointer + "/messages/");
}

inline void find_foreign_messages(run& asking, const site& at) {
    const auto object = at.where();
    const auto channel = object.member("channel");
    if (!channel) return;
    for_each_element(object.member("messages"), [&](const document_value& message) {
        if (is_message_of(asking, message, channel)) return;
        asking.report(
            message,
            quoted(text_of(*document::reference_of(*message)), 80) +
                " is no message of the channel " +
                quoted(text_of(*document::reference_of(*channel)), 80) + ": refer to one as " +
                quoted(std::string{text_of(*document::reference_of(*channel))} + "/messages/...",
                       100));
    });
}

}  // namespace detail

inline constexpr rule foreign_message{
    .code = "foreign-message",
    .summary = "The messages of an operation or a reply are those of its channel.",
    .specification =
        "Operation Object, messages: \"It MUST contain a subset of the messages defined in the "
        "channel referenced in this operation\"",
    .since = {3, 0},
    .on_object = detail::find_foreign_messages,
    .only = {&grammar::version3::operation, &grammar::version3::reply}};

}  // namespace asyncapi::checks
