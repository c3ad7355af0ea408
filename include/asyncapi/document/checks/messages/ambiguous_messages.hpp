#pragma once

#include <asyncapi/document/checks/messages/candidates.hpp>
#include <asyncapi/document/checks/parts.hpp>

#include <cstddef>
#include <string_view>
#include <utility>
#include <vector>

namespace asyncapi::checks {

namespace detail {

/// A message, and what may be sent as one.
struct sendable {
    const message_entry* message = nullptr;
    std::string_view content_type = {};
    candidates payload = {};
    candidates headers = {};
};

inline void report_ambiguous_messages(run& asking, const std::vector<message_entry>& messages) {
    constexpr std::size_t most = 40;  // each is held to each
    if (messages.size() < 2 || messages.size() > most) return;
    rapidjson::Document memory;
    std::vector<sendable> all;
    for (const auto& message : messages) {
        const auto payload = payload_schema(asking, message.is);
        const auto headers = effective_member(asking.document(), message.is, "headers");
        if (!payload.schema) continue;
        sendable made;
        made.message = &message;
        const auto type = effective_member(asking.document(), message.is, "contentType");
        if (type && type->IsString()) made.content_type = text_of(*type);
        made.payload = candidates_of(asking, message.is, "payload", payload, memory.GetAllocator());
        made.headers =
            candidates_of(asking, message.is, "headers", schema_with_format(asking, headers, {}),
                          memory.GetAllocator());
        all.push_back(std::move(made));
    }
    for (std::size_t i = 1; i < all.size(); ++i) {
        for (std::size_t j = 0; j < i; ++j) {
            if (all[i].message->is.value == all[j].message->is.value) continue;
            if (all[i].content_type != all[j].content_type) continue;
            const auto* both = common_value(asking, all[j].payload, all[i].payload);
            rapidjson::Value merged;
            if (both == nullptr)
                merged =
                    merged_value(asking, all[j].payload, all[i].payload, memory.GetAllocator());
            if (both == nullptr && merged.IsNull()) continue;
            const bool has_headers = all[i].headers.schema.schema && all[j].headers.schema.schema;
            if (has_headers && common_value(asking, all[j].headers, all[i].headers) == nullptr)
                continue;
            // What nobody is likely to send is no more than a remark.
            asking.at_most(both != nullptr ? severity::warning : severity::information, [&] {
                asking.report_name(
                    all[i].message->stands,
                    "a receiver cannot tell " + detail::quoted(all[i].message->name) + " from " +
                        detail::quoted(all[j].message->name) + ": both allow the payload " +
                        shortened_json(both != nullptr ? *both : merged));
            });
            break;
        }
    }
}

inline void find_ambiguous_messages(run& asking) {
    const auto channels = root_entries(asking, "channels");
    if (is_version2(asking))
        for (const auto& each : verbs_of(channels))
            report_ambiguous_messages(asking, messages_of_verb(asking, each.operation));
    else
        for (const auto& each : channels)
            report_ambiguous_messages(asking, messages_of(asking, each.is));
}

}  // namespace detail

inline constexpr rule ambiguous_messages{
    .code = "ambiguous-messages",
    .level = severity::warning,
    .summary = "No payload satisfies two messages of a channel.",
    .specification =
        "Channel Object, messages: \"Every message sent to this channel MUST be valid against one, "
        "and only one, of the message objects defined in this map\"",
    .on_document = detail::find_ambiguous_messages};

}  // namespace asyncapi::checks
