#pragma once

#include <asyncapi/document/checks/parts.hpp>

#include <string>

namespace asyncapi::checks {

namespace detail {

inline void find_undefined_servers(run& asking) {
    const auto servers = asking.followed(asking.document().at(""), "servers");
    for (const auto& channel : root_entries(asking, "channels"))
        for_each_element(channel.is.member("servers"), [&](const document_value& name) {
            if (!name->IsString() || servers.member(text_of(*name))) return;
            asking.report(name, "there is no server " + quoted(text_of(*name)) +
                                    " in \"servers\" of the document");
        });
}

}  // namespace detail

inline constexpr rule undefined_server{.code = "undefined-server",
                                       .summary = "The servers that a channel names are defined.",
                                       .specification =
                                           "Channel Item Object, servers: \"names (string keys) of "
                                           "Server Objects defined in the Servers Object (a map)\"",
                                       .since = {2, 2},
                                       .until = {2, 99},
                                       .on_document = detail::find_undefined_servers};

}  // namespace asyncapi::checks
