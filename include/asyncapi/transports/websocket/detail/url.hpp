#pragma once

#include <asyncapi/result.hpp>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cstdint>
#include <optional>
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

    std::string_view authority = parts.authority;
    if (authority.find('@') != std::string_view::npos) return wrong("a URL with a user name");
    if (authority.starts_with('[')) {
        const auto close = authority.find(']');
        if (close == std::string_view::npos) return wrong("an unclosed bracket");
        parts.host = authority.substr(1, close - 1);
        authority.remove_prefix(close + 1);
    } else {
        const auto colon = authority.find(':');
        parts.host = authority.substr(0, colon);
        authority.remove_prefix(std::min(colon, authority.size()));
    }
    if (parts.host.empty()) return wrong("a URL without a host");
    if (authority.empty()) {
        parts.port = parts.secure ? "443" : "80";
        return parts;
    }
    authority.remove_prefix(1);
    std::uint16_t port = 0;
    const auto read = std::from_chars(authority.data(), authority.data() + authority.size(), port);
    if (read.ec != std::errc{} || read.ptr != authority.data() + authority.size() || port == 0)
        return wrong("not a port");
    parts.port = std::to_string(port);
    return parts;
}

/// \return nothing when an escape is broken
inline std::optional<std::string> percent_decode(std::string_view text) {
    std::string decoded;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            decoded += text[i];
            continue;
        }
        unsigned value = 0;
        const auto digits = text.substr(i + 1, 2);
        const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
        if (digits.size() != 2 || read.ptr != digits.data() + 2) return {};
        decoded += static_cast<char>(value);
        i += 2;
    }
    return decoded;
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
