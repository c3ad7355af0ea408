#pragma once

#include <asyncapi/document/checks/parts.hpp>

#include <string_view>

namespace asyncapi::checks {

namespace detail {

inline void find_foreign_servers(run& asking) {
    for_each_member(
        asking.document().at("/channels"), [&](std::string_view, const document_value& channel) {
            for_each_element(channel.member("servers"), [&](const document_value& server) {
                if (const auto* reference = document::reference_of(*server))
                    if (!is_in_section(text_of(*reference), "servers"))
                        asking.report(server,
                                      "a channel of the document refers to its servers as "
                                      "#/servers/..., not as " +
                                          quoted(text_of(*reference), 80));
            });
        });
}

}  // namespace detail

inline constexpr rule foreign_server{
    .code = "foreign-server",
    .summary = "The servers of a channel are those of the document, not of its components.",
    .specification =
        "Channel Object, servers: \"it MUST point to a subset of server definitions located in the "
        "root Servers Object\"",
    .since = {3, 0},
    .on_document = detail::find_foreign_servers};

}  // namespace asyncapi::checks
