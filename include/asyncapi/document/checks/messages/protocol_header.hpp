#pragma once

#include <asyncapi/document/checks/messages/unlikely_content_type.hpp>
#include <asyncapi/document/checks/parts.hpp>
#include <asyncapi/document/grammar/version2.hpp>
#include <asyncapi/document/grammar/version3.hpp>

#include <algorithm>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace asyncapi::checks {

namespace detail {

/// Headers that a protocol writes itself: framing, routing, and the type of the payload.
///
/// \see RFC 9110 section 8 and 7.6.1, RFC 9112 section 6; RFC 6455 section 11.3; STOMP 1.2, Frames
/// and Headers; Jakarta Messaging 3.1 section 3.4
struct protocol_headers {
    std::string_view protocol;
    std::vector<std::string_view> names;  ///< in lower case
    std::string_view prefix = {};         ///< names that begin so are the protocol's as well
};

inline const std::vector<protocol_headers>& all_protocol_headers() {
    static const std::vector<protocol_headers> all{
        {"http",
         {"content-type", "content-length", "content-encoding", "transfer-encoding", "host",
          "connection", "upgrade"}},
        {"ws", {"connection", "upgrade", "host"}, "sec-websocket-"},
        {"stomp",
         {"content-type", "content-length", "destination", "message-id", "subscription",
          "receipt"}},
        {"jms", {}, "jms"},
    };
    return all;
}

inline std::string_view plain_protocol(std::string_view protocol) {
    if (protocol == "https") return "http";
    if (protocol == "wss") return "ws";
    if (protocol == "stomps") return "stomp";
    return protocol;
}

// What all servers speak; none where they differ.
inline std::string only_protocol(const run& asking) {
    std::string only;
    for (const auto& server : root_entries(asking, "servers")) {
        const auto at = server.is.member("protocol");
        if (!at || !at->IsString()) return {};
        const std::string one{plain_protocol(media_type(text_of(*at)))};
        if (!only.empty() && only != one) return {};
        only = one;
    }
    return only;
}

inline void find_protocol_headers(run& asking, const site& at) {
    if (at.member("headers") == nullptr) return;
    const auto properties = schema_in(asking, at.where().member("headers")).member("properties");
    if (!properties || !properties->IsObject()) return;
    const auto protocol = only_protocol(asking);
    const auto& all = all_protocol_headers();
    const auto known = std::ranges::find(all, protocol, &protocol_headers::protocol);
    if (known == all.end()) return;
    for_each_member(properties, [&](std::string_view name, const document_value& header) {
        const auto plain = media_type(name);
        const bool is_own = std::ranges::find(known->names, plain) != known->names.end() ||
                            (!known->prefix.empty() && plain.starts_with(known->prefix));
        if (is_own)
            asking.report_name(header, quoted(name) + " is a header of the protocol itself (" +
                                           protocol + "), not of the application");
    });
}

}  // namespace detail

inline constexpr rule protocol_header{
    .code = "protocol-header",
    .level = severity::warning,
    .summary = "The headers of a message are the application's, not the protocol's.",
    .specification =
        "Message Object, headers: \"Schema definition of the application headers. [...] It MUST "
        "NOT define the protocol headers\"",
    .on_object = detail::find_protocol_headers,
    .only = {&grammar::version2::message, &grammar::version2::message_trait,
             &grammar::version3::message, &grammar::version3::message_trait}};

}  // namespace asyncapi::checks
