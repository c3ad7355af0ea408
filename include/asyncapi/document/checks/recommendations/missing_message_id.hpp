#pragma once

#include <asyncapi/document/checks/parts.hpp>

namespace asyncapi::checks {

namespace detail {

inline void find_missing_message_id(run& asking) {
    const auto channels = root_entries(asking, "channels");
    for (const auto& each : verbs_of(channels))
        for (const auto& message : messages_of_verb(asking, each.operation))
            if (!effective_member(asking.document(), message.is, "messageId"))
                asking.report_name(message.is, "the message has no \"messageId\"");
}

}  // namespace detail

inline constexpr rule missing_message_id{
    .code = "missing-message-id",
    .level = severity::information,
    .summary = "A message of an operation has a messageId, of its own or of a trait.",
    .specification =
        "Message Object, messageId: \"Tools and libraries MAY use the messageId to uniquely "
        "identify a message\"",
    .since = {2, 4},
    .until = {2, 99},
    .on_document = detail::find_missing_message_id};

}  // namespace asyncapi::checks
