#pragma once

#include <asyncapi/contract/fill_variables.hpp>
#include <asyncapi/document/model/server.hpp>
#include <asyncapi/result.hpp>

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace asyncapi::detail {

/// Where a server is, with its variables filled.
struct server_place {
    std::string host;  ///< an IPv6 address without its brackets
    std::uint16_t port = 0;
    std::string path;  ///< empty, or `/...`

    /// \return `invalid_address`, which says what is wrong with which variable or part
    static result<server_place> of(const server_model& server, const parameters& variables) {
        const auto owner = "server '" + server.name + "'";
        const variable_filling filling{server.variables, variables, owner};
        if (auto known = filling.check_names(); !known) return known.error();
        const auto authority = filling.fill(server.host);
        if (!authority) return authority.error();
        auto path = filling.fill(server.pathname);
        if (!path) return path.error();
        server_place made;
        made.path = *std::move(path);
        if (!made.path.empty() && !made.path.starts_with('/')) made.path.insert(0, "/");
        const bool is_plain = std::ranges::all_of(
            made.path, [](unsigned char c) { return c > 0x20 && c < 0x7F && c != '#'; });
        if (!is_plain) return wrong(owner, "the path is not one of a URL");
        if (auto split = made.split(*authority, owner); !split) return split.error();
        return made;
    }

private:
    static error wrong(const std::string& owner, std::string_view why) {
        return {errc::invalid_address, owner + ": " + std::string{why}};
    }

    result<void> split(std::string_view authority, const std::string& owner) {
        if (authority.empty()) return wrong(owner, "the document says no host");
        if (authority.find('@') != authority.npos)
            return wrong(owner, "a user in the address: that is what security schemes are for");
        if (authority.starts_with('[')) {
            const auto close = authority.find(']');
            if (close == authority.npos) return wrong(owner, "the host has an unclosed bracket");
            host = authority.substr(1, close - 1);
            authority.remove_prefix(close + 1);
            if (!consists_of(host, "0123456789abcdefABCDEF:.%"))
                return wrong(owner, "the host is no IPv6 address");
        } else {
            const auto colon = std::min(authority.find(':'), authority.size());
            host = authority.substr(0, colon);
            authority.remove_prefix(colon);
            constexpr std::string_view allowed =
                "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._";
            if (!consists_of(host, allowed)) return wrong(owner, "the host is no name or address");
        }
        if (authority.empty()) return {};
        const auto digits = authority.substr(1);
        const auto* const end = digits.data() + digits.size();
        const auto read = std::from_chars(digits.data(), end, port);
        if (authority.front() != ':' || read.ec != std::errc{} || read.ptr != end || port == 0)
            return wrong(owner, "the port is no number from 1 to 65535");
        return {};
    }

    static bool consists_of(std::string_view text, std::string_view allowed) {
        return !text.empty() && text.find_first_not_of(allowed) == text.npos;
    }
};

}  // namespace asyncapi::detail
