#pragma once

#include <asyncapi/detail/percent.hpp>
#include <asyncapi/transports/websocket/client.hpp>
#include <asyncapi/transports/websocket/connector.hpp>
#include <asyncapi/transports/websocket/detail/url.hpp>

#include <algorithm>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>

namespace asyncapi::websocket {
namespace detail {

/// \see RFC 4648 section 4
inline std::string base64(std::string_view bytes) {
    constexpr std::string_view digits =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string made;
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        std::uint32_t group = 0;
        for (std::size_t k = 0; k < 3; ++k)
            group = group << 8U |
                    (i + k < bytes.size() ? static_cast<unsigned char>(bytes[i + k]) : 0U);
        for (std::size_t k = 0; k < 4; ++k)
            made += i + k > bytes.size() ? '=' : digits[group >> (18 - 6 * k) & 0x3FU];
    }
    return made;
}

using asyncapi::detail::percent_encode;

inline std::string percent_encode_path(std::string_view path) {
    std::string made;
    while (!path.empty()) {
        const auto end = std::min(path.find('/'), path.size());
        made += percent_encode(path.substr(0, end));
        if (end != path.size()) made += '/';
        path.remove_prefix(std::min(end + 1, path.size()));
    }
    return made;
}

inline void add_query(std::string& to, std::string_view name, std::string_view value) {
    if (!to.empty()) to += '&';
    to += percent_encode(name) + '=' + percent_encode(value);
}

/// What a server is let known of whom it talks to, each time anew.
struct handshake_credentials {
    server_credentials from;
    std::function<result<handshake_additions>()> first;  // the user's own

    result<handshake_additions> operator()() const {
        auto said = first ? first() : result<handshake_additions>{handshake_additions{}};
        if (!said) return said;
        auto& made = *said;
        if (from.user || from.password) {
            auto user = from.user ? from.user.get() : std::string{};
            if (!user) return user.error();
            auto password = from.password ? from.password.get() : std::string{};
            if (!password) return password.error();
            made.headers.set("Authorization", "Basic " + base64(*user + ':' + *password));
        }
        for (const auto& [name, value] : from.headers) {
            auto text = value.get();
            if (!text) return text.error();
            made.headers.set(name, *text);
        }
        std::string cookies;
        for (const auto& [name, value] : from.cookies) {
            auto text = value.get();
            if (!text) return text.error();
            cookies += (cookies.empty() ? "" : "; ") + name + '=' + percent_encode(*text);
        }
        if (!cookies.empty()) made.headers.set("Cookie", cookies);
        for (const auto& [name, value] : from.query) {
            auto text = value.get();
            if (!text) return text.error();
            add_query(made.query, name, *text);
        }
        return said;
    }
};

// The path of one channel goes before the query that the server's path may have.
inline std::string target_of(const server_description& server) {
    auto path = server.path.substr(0, server.path.find('?'));
    auto query = path.size() == server.path.size() ? "" : server.path.substr(path.size() + 1);
    if (!server.channel.empty()) {
        if (path.ends_with('/')) path.pop_back();
        path += (server.channel.starts_with('/') ? "" : "/") + percent_encode_path(server.channel);
    }
    if (path.empty()) path = "/";
    for (const auto& [name, value] : server.query) add_query(query, name, value);
    return query.empty() ? path : path + '?' + query;
}

}  // namespace detail

ASYNCAPI_DECL result<client_options> options_for(const server_description& server) {
    client_options made;
    if (server.transport_options.has_value()) {
        const auto* own = std::any_cast<client_options>(&server.transport_options);
        if (own == nullptr)
            return error{errc::unsupported,
                         "server '" + server.name +
                             "': transport_options has to be a websocket::client_options"};
        made = *own;
    }
    const bool is_encrypted = server.protocol == "wss";
    const auto& credentials = server.credentials;
    if (!credentials.certificate_file.empty() && !is_encrypted)
        return error{errc::unsupported, "server '" + server.name + "': a certificate (scheme '" +
                                            credentials.schemes.front() + "') needs wss, not ws"};
    const bool is_ipv6 = server.host.find(':') != server.host.npos;
    made.url =
        (is_encrypted ? "wss://" : "ws://") + (is_ipv6 ? '[' + server.host + ']' : server.host);
    if (server.port != 0) made.url += ':' + std::to_string(server.port);
    made.url += detail::target_of(server);
    if (const auto read = detail::split(made.url); !read) return read.error();
    if (server.channel.empty()) {
        made.mode = mode::envelope;
    } else {
        made.mode = mode::bare;
        made.address = server.channel;
    }
    for (const auto& [name, value] : server.headers) made.handshake_headers.set(name, value);
    if (!server.ca_file.empty()) made.tls.ca_file = server.ca_file;
    if (!credentials.certificate_file.empty()) {
        made.tls.certificate_file = credentials.certificate_file;
        made.tls.private_key_file = credentials.private_key_file;
    }
    const bool has_secrets = credentials.user || credentials.password ||
                             !credentials.headers.empty() || !credentials.query.empty() ||
                             !credentials.cookies.empty();
    if (has_secrets) {
        auto first = std::move(made.before_handshake);
        made.before_handshake = detail::handshake_credentials{credentials, std::move(first)};
    }
    return made;
}

ASYNCAPI_DECL result<any_transport> connect(const asio::any_io_executor& executor,
                                            const server_description& server) {
    auto options = options_for(server);
    if (!options) return options.error();
    return any_transport{client{executor, *std::move(options)}};
}

}  // namespace asyncapi::websocket
