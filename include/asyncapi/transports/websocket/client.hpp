#pragma once

#include <asyncapi/transport.hpp>
#include <asyncapi/transports/websocket/client_options.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <memory>
#include <optional>

namespace asyncapi::websocket {

namespace detail {
class client_core;
}

/// A connection to a WebSocket server, as a transport.
///
/// It connects as soon as its executor runs, and again when the connection is lost; subscriptions
/// are made again then. While there is no connection messages are queued, up to the limits.
/// Copies share the connection; it is dropped without a closing handshake when the last one goes.
/// Call it on its executor only, which must run one handler at a time.
class client {
public:
    client(const asio::any_io_executor& executor, client_options options);

    std::shared_ptr<transport_interface> interface() const;

    client_state state() const;

    /// Completes when there is a connection: at once if there is.
    ///
    /// \return `timed_out`, `cancelled`, or `closed` when there will be none
    asio::awaitable<result<void>> connected(
        std::optional<time_source::time_point> deadline = {}) const;

    client_statistics statistics() const;

    /// Sends what is queued and closes, within `connection_times::close_timeout`.
    void close();

private:
    std::shared_ptr<detail::client_core> core_;
};

}  // namespace asyncapi::websocket

#ifndef ASYNCAPI_SEPARATE_COMPILATION
#include <asyncapi/transports/websocket/impl/client.ipp>
#endif
