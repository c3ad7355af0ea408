#pragma once

#include <asyncapi/error.hpp>
#include <asyncapi/result.hpp>
#include <asyncapi/transports/websocket/options.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace asyncapi::websocket {

using client_state = connection_state;

/// What one handshake says beside what the options say.
struct handshake_additions {
    header_map headers = {};  ///< in the place of those of the options with the same names
    std::string query = {};   ///< `name=value&...`, escaped; appended to that of the URL
};

/// \see client
struct client_options {
    std::string url = {};  ///< `ws://host:port/path?query` or `wss://...`
    websocket::mode mode = websocket::mode::envelope;

    /// Bare mode: the address that this connection stands for. Empty: the path of the URL without
    /// its leading slash.
    std::string address = {};
    std::string subprotocol = {};       ///< bare mode: what to ask for, if anything
    header_map handshake_headers = {};  ///< e.g. Authorization, Cookie, Origin
    /// Asked before each handshake, also after a lost connection: for what expires. Its error is a
    /// connection that failed, and is tried again as any other. Must not throw.
    std::function<result<handshake_additions>()> before_handshake = {};

    /// Envelope mode: ask for acknowledgements, keep what was not acknowledged and send it again
    /// after a reconnection, and acknowledge what consumers have settled.
    bool acknowledge = true;
    bool reconnect = true;  ///< if not, the first lost connection closes the transport

    connection_limits limits = {};
    connection_times times = {};
    backoff_options backoff = {};
    tls_options tls = {};
    std::shared_ptr<time_source> time = system_time::instance();

    /// The state changed; `why` is empty when that was expected. Must not throw.
    std::function<void(client_state, const error* why)> on_state = {};
    /// The server refused a message or a filter of ours; `address` is which. Must not throw.
    std::function<void(const error& why, std::string_view address)> on_refused = {};
};

/// Since the client was made.
struct client_statistics {
    std::uint64_t connections = 0;   ///< handshakes that succeeded
    std::uint64_t published = 0;     ///< accepted by `try_publish`
    std::uint64_t sent_again = 0;    ///< after a reconnection, or because the server asked
    std::uint64_t acknowledged = 0;  ///< by the server
    std::uint64_t refused = 0;       ///< by the server: will not be sent again
    std::uint64_t lost = 0;      ///< accepted, and given up when the connection or the client ended
    std::uint64_t received = 0;  ///< messages, not deliveries
    std::uint64_t unrouted = 0;  ///< of these, no subscription matched
    std::uint64_t protocol_errors = 0;  ///< broken headers
};

}  // namespace asyncapi::websocket
