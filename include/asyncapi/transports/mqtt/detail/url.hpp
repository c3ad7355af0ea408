#pragma once

#include <asyncapi/result.hpp>
#include <asyncapi/transports/detail/authority.hpp>
#include <asyncapi/transports/detail/dialer.hpp>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

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
    for (const char c : rest)
        if (static_cast<unsigned char>(c) <= 0x20 || static_cast<unsigned char>(c) >= 0x7F ||
            c == '/' || c == '?' || c == '#')
            return wrong("after the port there is nothing");
    auto where = asyncapi::detail::read_authority(rest);
    if (!where) return wrong(where.error().detail().c_str());
    to.host = std::move(where->host);
    to.port = where->port.empty() ? (to.secure ? "8883" : "1883") : std::move(where->port);
    return to;
}

/// Where the nodes of a cluster are, in the order in which they are tried.
inline result<std::vector<asyncapi::detail::destination>> read_urls(
    std::string_view first, const std::vector<std::string>& others) {
    std::vector<asyncapi::detail::destination> all;
    const auto add = [&](std::string_view url) -> result<void> {
        auto to = read_url(url);
        if (!to) return to.error();
        all.push_back(*std::move(to));
        return {};
    };
    if (auto good = add(first); !good) return good.error();
    for (const auto& each : others)
        if (auto good = add(each); !good) return good.error();
    return all;
}

}  // namespace asyncapi::mqtt::detail
