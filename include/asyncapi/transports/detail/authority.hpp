#pragma once

#include <asyncapi/result.hpp>

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace asyncapi::detail {

/// The part of a URL that says where a server is.
struct authority {
    std::string host;  ///< an IPv6 address without its brackets
    std::string port;  ///< a number; empty where there is none
};

/// \return `invalid_address` with what is wrong, without quoting it; user names are not taken
///
/// \see RFC 3986 section 3.2
inline result<authority> read_authority(std::string_view text) {
    const auto wrong = [](const char* why) { return error{errc::invalid_address, why}; };
    if (text.find('@') != std::string_view::npos) return wrong("a URL has no user name here");
    authority parts;
    if (text.starts_with('[')) {
        const auto close = text.find(']');
        if (close == std::string_view::npos) return wrong("a bracket is not closed");
        parts.host = text.substr(1, close - 1);
        text.remove_prefix(close + 1);
    } else {
        const auto colon = text.find(':');
        parts.host = text.substr(0, colon);
        text.remove_prefix(std::min(colon, text.size()));
    }
    if (parts.host.empty()) return wrong("there is no host");
    if (text.empty()) return parts;
    std::uint16_t port = 0;
    const auto* const end = text.data() + text.size();
    const auto read = std::from_chars(text.data() + 1, end, port);
    if (text[0] != ':' || read.ec != std::errc{} || read.ptr != end || port == 0)
        return wrong("the port is a number from 1 to 65535");
    parts.port = std::to_string(port);
    return parts;
}

}  // namespace asyncapi::detail
