#pragma once

#include <asyncapi/document/checks/parts.hpp>
#include <asyncapi/document/grammar/version3.hpp>

namespace asyncapi::checks {

namespace detail {

inline void find_unbound_reply_messages(run& asking, const site& at) {
    const auto reply = at.where();
    const auto messages = reply.member("messages");
    if (!messages || !messages->IsArray() || messages->Empty() || reply.member("channel")) return;
    asking.report_name(messages,
                       "these are messages of no channel: add the \"channel\" that has them");
}

}  // namespace detail

inline constexpr rule unbound_reply_messages{
    .code = "unbound-reply-messages",
    .summary = "A reply that names its messages names the channel that has them.",
    .specification =
        "Operation Reply Object, messages: \"It MUST contain a subset of the messages defined in "
        "the channel referenced in this operation reply\"",
    .since = {3, 0},
    .on_object = detail::find_unbound_reply_messages,
    .only = {&grammar::version3::reply}};

}  // namespace asyncapi::checks
