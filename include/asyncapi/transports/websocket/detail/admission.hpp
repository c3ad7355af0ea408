#pragma once

#include <asyncapi/detail/percent.hpp>
#include <asyncapi/transports/websocket/detail/rules.hpp>
#include <asyncapi/transports/websocket/detail/url.hpp>
#include <asyncapi/transports/websocket/detail/wire.hpp>
#include <asyncapi/transports/websocket/server_options.hpp>

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace asyncapi::websocket::detail {

inline std::string_view header_of(const http_request& request, std::string_view name) {
    const auto* value = request.headers.find(name);
    return value ? std::string_view{*value} : std::string_view{};
}

inline std::vector<std::string> split_list(std::string_view text) {
    std::vector<std::string> items;
    while (!text.empty()) {
        const auto comma = std::min(text.find(','), text.size());
        auto item = text.substr(0, comma);
        const auto first = item.find_first_not_of(" \t");
        if (first != std::string_view::npos) {
            item = item.substr(first, item.find_last_not_of(" \t") - first + 1);
            items.emplace_back(item);
        }
        text.remove_prefix(std::min(comma + 1, text.size()));
    }
    return items;
}

inline bool allowed_origin(const server_options& options, std::string_view origin,
                           std::string_view host, bool encrypted) {
    if (origin.empty()) return true;
    if (options.allowed_origins.empty()) return same_origin(origin, host, encrypted);
    return std::ranges::any_of(options.allowed_origins, [origin](const std::string& allowed) {
        return allowed == "*" || lower(allowed) == lower(origin);
    });
}

/// The address that a bare connection stands for.
inline std::optional<std::string> bare_address(const server_options& options, const peer& who) {
    auto address = options.bare_address
                       ? options.bare_address(who)
                       : asyncapi::detail::percent_decode(std::string_view{who.path}.substr(1));
    if (!address || !acceptable_address(*address) || address->starts_with(reply_prefix)) return {};
    return address;
}

/// Decides about a request to open a WebSocket, and fills in what is known of the peer.
inline upgrade_answer admit(const server_options& options, const http_request& request,
                            bool encrypted, peer& who) {
    const auto question = request.target.find('?');
    who.path = request.target.substr(0, question);
    if (question != std::string::npos) who.query = request.target.substr(question + 1);
    who.origin = header_of(request, "origin");
    who.headers = request.headers;

    const auto refuse = [](int status, std::string why) {
        return http_response{.status = status, .body = std::move(why) + "\n"};
    };
    if (!who.path.starts_with('/')) return refuse(400, "the target is not a path");
    if (!allowed_origin(options, who.origin, header_of(request, "host"), encrypted))
        return refuse(403, "pages of this origin are not let in");
    if (!options.paths.empty() && std::ranges::find(options.paths, who.path) == options.paths.end())
        return refuse(404, "no WebSocket is opened at this path");

    const auto offered = split_list(header_of(request, "sec-websocket-protocol"));
    const auto offers = [&offered](const std::string& name) {
        return std::ranges::find(offered, name) != offered.end();
    };
    if (options.envelope && offers(envelope_protocol)) {
        who.mode = mode::envelope;
        who.subprotocol = envelope_protocol;
    } else if (options.bare) {
        who.mode = mode::bare;
        const auto agreed = std::ranges::find_if(offered, [&options](const std::string& name) {
            return std::ranges::find(options.subprotocols, name) != options.subprotocols.end();
        });
        if (agreed != offered.end()) who.subprotocol = *agreed;
        auto address = bare_address(options, who);
        if (!address) return refuse(404, "this path stands for no address");
        who.address = std::move(*address);
    } else {
        return refuse(400, "ask for the sub-protocol asyncapi.v1");
    }
    if (options.admit && !options.admit(who)) return refuse(403, "not let in");
    return upgrade_accepted{who.subprotocol};
}

}  // namespace asyncapi::websocket::detail
