#pragma once

#include <asyncapi/document/checks/parts.hpp>

#include <map>
#include <string>
#include <string_view>

namespace asyncapi::checks {

namespace detail {

inline void find_repeated_operation_ids(run& asking) {
    const auto channels = root_entries(asking, "channels");
    std::map<std::string_view, std::string> seen;
    for (const auto& each : verbs_of(channels)) {
        const auto id = effective_member(asking.document(), each.operation, "operationId");
        if (!id || !id->IsString()) continue;
        const auto [first, is_new] = seen.emplace(
            text_of(*id), std::string{each.name} + " of " + quoted(each.channel->name));
        if (!is_new)
            asking.report(id, "the operationId " + quoted(text_of(*id)) +
                                  " is taken: it is that of " + first->second);
    }
}

}  // namespace detail

inline constexpr rule repeated_operation_id{
    .code = "repeated-operation-id",
    .summary = "No two operations have the same operationId, traits applied.",
    .specification =
        "Operation Object, operationId: \"The id MUST be unique among all operations described in "
        "the API\"",
    .until = {2, 99},
    .on_document = detail::find_repeated_operation_ids};

}  // namespace asyncapi::checks
