#pragma once

#include <asyncapi/connector.hpp>
#include <asyncapi/transports/mqtt/options.hpp>

namespace asyncapi::mqtt {

/// What a client has to be told to reach a server that a document describes.
///
/// The server's bindings give client id, session, keep-alive and last will; those of an operation
/// that sends give quality of service, retain and expiry of its channel's messages, and the highest
/// quality of service of those that receive is `subscribe_qos`. Those of a message give its reply
/// address and content type, and channels with `x-bare` are among `bare`. The protocol's version is
/// the document's, or MQTT 5. User and password are asked for before each connection.
/// \return `unsupported` for what MQTT has no place for, and for options of another type;
///         `malformed` for a binding of another type than the specification gives it
result<client_options> options_for(const server_description& server);

/// A client of the server.
result<any_transport> connect(const asio::any_io_executor& executor,
                              const server_description& server);

namespace detail {

inline const bool connectors_are_registered =
    register_connector("mqtt", connect) && register_connector("mqtts", connect) &&
    register_connector("secure-mqtt", connect) && register_connector("mqtt5", connect);

}  // namespace detail
}  // namespace asyncapi::mqtt

#ifndef ASYNCAPI_SEPARATE_COMPILATION
#include <asyncapi/transports/mqtt/impl/connector.ipp>
#endif
