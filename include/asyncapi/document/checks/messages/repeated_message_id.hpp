#pragma once

#include <asyncapi/document/checks/parts.hpp>

#include <map>
#include <set>
#include <string>
#include <string_view>

namespace asyncapi::checks {

namespace detail {

inline void find_repeated_message_ids(run& asking) {
    const auto channels = root_entries(asking, "channels");
    std::map<std::string_view, std::string> seen;
    std::set<const rapidjson::Value*> messages;
    for (const auto& each : verbs_of(channels)) {
        for (const auto& message : messages_of_verb(asking, each.operation)) {
            if (!messages.insert(message.is.value).second) continue;
            const auto id = effective_member(asking.document(), message.is, "messageId");
            if (!id || !id->IsString()) continue;
            const auto [first, is_new] = seen.emplace(
                text_of(*id), std::string{each.name} + " of " + quoted(each.channel->name));
            if (!is_new)
                asking.report(id, "the messageId " + quoted(text_of(*id)) +
                                      " is taken: it is that of a message of " + first->second);
        }
    }
}

}  // namespace detail

inline constexpr rule repeated_message_id{
    .code = "repeated-message-id",
    .summary = "No two messages of operations have the same messageId, traits applied.",
    .specification =
        "Message Object, messageId: \"The id MUST be unique among all messages described in the "
        "API\"",
    .until = {2, 99},
    .on_document = detail::find_repeated_message_ids};

}  // namespace asyncapi::checks
