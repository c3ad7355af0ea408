#pragma once

#include <asyncapi/connector.hpp>
#include <asyncapi/transports/websocket/client_options.hpp>

namespace asyncapi::websocket {

/// What a client has to be told to reach a server that a document describes.
///
/// A connection of all channels carries the envelope; that of one channel is bare, with the path of
/// the server, then the channel's address. A user and a password go as HTTP's Basic scheme. All
/// that is secret is asked for before each handshake.
/// \return `unsupported` for a certificate without TLS, and for options of another type;
///         `invalid_address`
result<client_options> options_for(const server_description& server);

/// A client of the server.
result<any_transport> connect(const asio::any_io_executor& executor,
                              const server_description& server);

namespace detail {

inline const bool connectors_are_registered =
    register_connector("ws", connect) && register_connector("wss", connect);

}  // namespace detail
}  // namespace asyncapi::websocket

#ifndef ASYNCAPI_SEPARATE_COMPILATION
#include <asyncapi/transports/websocket/impl/connector.ipp>
#endif
