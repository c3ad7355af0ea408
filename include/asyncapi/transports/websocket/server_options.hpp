#pragma once

#include <asyncapi/transports/websocket/http.hpp>
#include <asyncapi/transports/websocket/options.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace asyncapi::websocket {

/// Who is at the other end of one of a server's connections.
struct peer {
    std::string id;              ///< random, unique for this server's life
    std::string remote_address;  ///< e.g. `127.0.0.1`
    std::uint16_t remote_port = 0;
    std::string path;         ///< as sent, without the query
    std::string query;        ///< without `?`
    std::string origin;       ///< empty when the peer is not a browser's page
    std::string subprotocol;  ///< the one agreed on
    websocket::mode mode = websocket::mode::envelope;
    std::string address;  ///< bare mode: what this connection stands for
    header_map headers;   ///< of the handshake, names in lower case
};

/// What a peer wants to do with an address.
enum class direction {
    publish,    ///< send to the server
    subscribe,  ///< receive from it; the address is then a filter and may hold wildcards
};

/// \see server
struct server_options {
    std::string address = "127.0.0.1";  ///< of the interface to listen at; `::` or `0.0.0.0`: all
    std::uint16_t port = 0;             ///< 0: one that is free, see `server::port`
    std::optional<tls_options> tls = {};

    /// Browsers tell which site's page connects. Empty: pages of the same host and port only; `*`:
    /// any page. A peer without `Origin` is not a browser's page and is always let through.
    std::vector<std::string> allowed_origins = {};
    /// Paths at which a WebSocket can be opened, without query. Empty: all.
    std::vector<std::string> paths = {};
    bool envelope = true;  ///< let peers in that ask for the envelope
    bool bare = true;      ///< let peers in that do not
    /// Bare mode: sub-protocols to agree on, the first that the peer offers.
    std::vector<std::string> subprotocols = {};
    /// Bare mode: the address that a path stands for; none: not found. Default: the path without
    /// its leading slash, percent-decoded.
    std::function<std::optional<std::string>(const peer&)> bare_address = {};

    std::size_t max_connections = 1024;   ///< of any kind; one more is answered 503 and closed
    std::size_t max_subscriptions = 256;  ///< filters of one peer
    connection_limits limits = {};
    connection_times times = {};
    http_limits http = {};

    /// A peer with more than half of its outbound queue taken is behind. `try_publish` waits (with
    /// `would_block`) for peers that fell behind less than this ago, and only when all that would
    /// get the message are behind; a peer whose queue overflows is cut off with 1013.
    std::chrono::milliseconds slow_peer_grace{1'000};

    std::shared_ptr<time_source> time = system_time::instance();

    // Hooks run on the server's executor and must not throw; an empty one allows.

    /// Before the handshake: false answers 403. `peer::id` is already what it will be.
    std::function<bool(const peer&)> admit = {};
    std::function<void(const peer&)> on_connect = {};
    std::function<void(const peer&, const close_reason&)> on_disconnect = {};
    /// Whether the peer may use the address. Replies are not asked about: who was given a reply
    /// address may send to it.
    std::function<bool(const peer&, std::string_view address, direction)> authorize = {};
    /// Requests that do not open a WebSocket; without a hook they are answered 426.
    std::function<http_response(const http_request&)> on_http = {};
};

/// Since the server was made, except `connections`.
struct server_statistics {
    std::size_t connections = 0;      ///< now, of any kind
    std::uint64_t opened = 0;         ///< WebSocket handshakes that succeeded
    std::uint64_t refused = 0;        ///< handshakes refused: origin, path, mode, `admit`, garbage
    std::uint64_t turned_away = 0;    ///< connections above `max_connections`
    std::uint64_t timed_out = 0;      ///< connections given up: no handshake, or silent
    std::uint64_t http_requests = 0;  ///< answered by `on_http`
    std::uint64_t received = 0;       ///< messages
    std::uint64_t unrouted = 0;       ///< of these, no subscription matched
    std::uint64_t unauthorized = 0;   ///< messages and filters that `authorize` refused
    std::uint64_t protocol_errors = 0;  ///< broken headers and forbidden addresses
    std::uint64_t published = 0;        ///< accepted by `try_publish`
    std::uint64_t unheard = 0;          ///< of these, for nobody
    std::uint64_t slow_peers = 0;       ///< cut off because their queue overflowed
    std::uint64_t lost = 0;             ///< copies for peers that went before they had them
};

}  // namespace asyncapi::websocket
