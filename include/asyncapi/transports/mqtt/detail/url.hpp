#pragma once

#include <asyncapi/result.hpp>
#include <asyncapi/transports/detail/dialer.hpp>

#include <charconv>
#include <cstdint>
#include <string>
#include <string_view>

namespace asyncapi::mqtt::detail {

/// \return `invalid_address` for what is no mqtt or mqtts URL, without quoting it: it may hold a
/// password
inline result<asyncapi::detail::destination> read_url(std::string_view url) {
    const auto wrong = [](const char* why) {
        return error{errc::invalid_address, std::string{"not mqtt://host:port: "} + why};
    };
    asyncapi::detail::destination to;
    const auto scheme_end = url.find("://");
    if (scheme_end == std::string_view::npos) return wrong("there is no scheme");
    const auto scheme = url.substr(0, scheme_end);
    if (scheme == "mqtts" || scheme == "ssl" || scheme == "secure-mqtt") {
        to.secure = true;
    } else if (scheme != "mqtt" && scheme != "tcp") {
        return wrong("the scheme is mqtt or mqtts");
    }
    auto rest = url.substr(scheme_end + 3);
    if (rest.ends_with('/')) rest.remove_suffix(1);
    if (rest.find('@') != std::string_view::npos)
        return wrong("user name and password belong into client_options::login");
    for (const unsigned char c : rest)
        if (c <= 0x20 || c >= 0x7F || c == '/' || c == '?' || c == '#')
            return wrong("after the port there is nothing");
    if (rest.starts_with('[')) {
        const auto close = rest.find(']');
        if (close == std::string_view::npos) return wrong("a bracket is not closed");
        to.host = rest.substr(1, close - 1);
        rest.remove_prefix(close + 1);
    } else {
        const auto colon = rest.find(':');
        to.host = rest.substr(0, colon);
        rest.remove_prefix(std::min(colon, rest.size()));
    }
    if (to.host.empty()) return wrong("there is no host");
    to.port = to.secure ? "8883" : "1883";
    if (rest.empty()) return to;
    rest.remove_prefix(1);
    std::uint16_t port = 0;
    const auto read = std::from_chars(rest.data(), rest.data() + rest.size(), port);
    if (read.ec != std::errc{} || read.ptr != rest.data() + rest.size() || port == 0)
        return wrong("the port is a number from 1 to 65535");
    to.port = std::to_string(port);
    return to;
}

}  // namespace asyncapi::mqtt::detail
