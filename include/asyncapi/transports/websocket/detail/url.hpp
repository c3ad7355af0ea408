#pragma once

#include <asyncapi/result.hpp>
#include <asyncapi/transports/detail/authority.hpp>

#include <algorithm>
#include <cctype>
#include <string>
#include <string_view>
#include <utility>

namespace asyncapi::websocket::detail {

struct split_url {
    bool secure = false;
    std::string host;       ///< an IPv6 address without its brackets
    std::string port;       ///< always there
    std::string authority;  ///< as it is written, for the Host header
    std::string target;     ///< path and query
    std::string path;
};

/// \return `invalid_address` for what is not a ws or wss URL; user names are not taken
inline result<split_url> split(std::string_view url) {
    const auto wrong = [url](const char* why) {
        return error{errc::invalid_address, std::string{why} + ": " + std::string{url}};
    };
    split_url parts;
    if (url.starts_with("wss://")) {
        parts.secure = true;
    } else if (!url.starts_with("ws://")) {
        return wrong("not a ws:// or wss:// URL");
    }
    auto rest = url.substr(parts.secure ? 6 : 5);
    if (!std::ranges::all_of(rest, [](unsigned char c) { return c > 0x20 && c < 0x7F; }))
        return wrong("a URL holds printable ASCII only");
    rest = rest.substr(0, rest.find('#'));
    const auto end = rest.find_first_of("/?");
    parts.authority = rest.substr(0, end);
    parts.target = end == std::string_view::npos ? "" : rest.substr(end);
    if (!parts.target.starts_with('/')) parts.target.insert(0, "/");
    parts.path = parts.target.substr(0, parts.target.find('?'));

    auto where = asyncapi::detail::read_authority(parts.authority);
    if (!where) {
        // What stands before an @ can be a password.
        if (parts.authority.find('@') != std::string::npos) return where.error();
        return wrong(where.error().detail().c_str());
    }
    parts.host = std::move(where->host);
    parts.port = where->port.empty() ? (parts.secure ? "443" : "80") : std::move(where->port);
    return parts;
}

inline std::string lower(std::string_view text) {
    std::string made{text};
    for (auto& c : made) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return made;
}

/// Whether `Origin: origin` names the server that was reached as `Host: host`.
///
/// The scheme must fit as well, and a port that is not written is the scheme's.
inline bool same_origin(std::string_view origin, std::string_view host, bool encrypted) {
    const std::string scheme = encrypted ? "https://" : "http://";
    const std::string usual_port = encrypted ? ":443" : ":80";
    auto mine = scheme + lower(host);
    auto theirs = lower(origin);
    if (mine.ends_with(usual_port)) mine.resize(mine.size() - usual_port.size());
    if (theirs.ends_with(usual_port)) theirs.resize(theirs.size() - usual_port.size());
    return !host.empty() && mine == theirs;
}

}  // namespace asyncapi::websocket::detail
