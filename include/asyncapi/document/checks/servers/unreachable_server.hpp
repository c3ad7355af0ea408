#pragma once

#include <asyncapi/document/checks/parts.hpp>

#include <set>
#include <string>
#include <string_view>

namespace asyncapi::checks {

namespace detail {

inline void find_unreachable_servers(run& asking) {
    const auto channels = root_entries(asking, "channels");
    if (channels.empty()) return;
    std::set<std::string_view> names;
    std::set<const rapidjson::Value*> values;
    for (const auto& channel : channels) {
        const auto servers = channel.is.member("servers");
        if (!servers || !servers->IsArray() || servers->Empty()) return;
        for_each_element(servers, [&](const document_value& each) {
            if (each->IsString()) names.insert(text_of(*each));
            values.insert(asking.followed(each).value);
        });
    }
    for (const auto& server : root_entries(asking, "servers"))
        if (!names.contains(server.name) && !values.contains(server.is.value))
            asking.report_name(server.stands,
                               "no channel is available on the server " + quoted(server.name));
}

}  // namespace detail

inline constexpr rule unreachable_server{
    .code = "unreachable-server",
    .level = severity::warning,
    .summary = "Each server is one that a channel is available on.",
    .specification =
        "Channel Object, servers: \"If `servers` is absent or empty, this channel MUST be "
        "available on all the servers defined in the Servers Object\"",
    .on_document = detail::find_unreachable_servers};

}  // namespace asyncapi::checks
