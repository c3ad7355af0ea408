#pragma once

#include <asyncapi/transport.hpp>
#include <asyncapi/transports/websocket/server_options.hpp>

#include <boost/asio/any_io_executor.hpp>

#include <cstdint>
#include <memory>
#include <string_view>

namespace asyncapi::websocket {

namespace detail {
class server_core;
}

/// A listening WebSocket server, as a transport: what it publishes goes to the peers that
/// subscribed, and what any peer sends comes to its subscriptions. Peers never reach each other.
///
/// A message's reply address is made to lead to the connection that it came from
/// (`@<connection>/<what the peer asked for>`); publishing there reaches that connection only, and
/// is `not_connected` once it has gone. Copies share the server; it stops when the last one goes.
/// Call it on its executor only, which must run one handler at a time.
class server {
public:
    /// \return the error of the system when the port cannot be had, or of a certificate file
    static result<server> listen(const asio::any_io_executor& executor, server_options options);

    std::shared_ptr<transport_interface> interface() const;

    std::uint16_t port() const;
    server_statistics statistics() const;

    /// Closes one peer's connection; nothing happens when it has gone.
    void disconnect(std::string_view peer_id, const close_reason& why);

    /// Stops listening and closes all connections with 1001, within
    /// `connection_times::close_timeout`.
    void close();

private:
    explicit server(std::shared_ptr<detail::server_core> core);

    std::shared_ptr<detail::server_core> core_;
};

}  // namespace asyncapi::websocket

#ifndef ASYNCAPI_SEPARATE_COMPILATION
#include <asyncapi/transports/websocket/impl/server.ipp>
#endif
