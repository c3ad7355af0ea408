#pragma once

#include <asyncapi/detail/config.hpp>
#include <asyncapi/metadata.hpp>
#include <asyncapi/result.hpp>
#include <asyncapi/secret.hpp>
#include <asyncapi/transport.hpp>

#include <any>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace asyncapi {

/// Names with values that may be secret.
using secret_map = std::vector<std::pair<std::string, secret>>;

/// How a server lets in: one alternative of its security, in the words of protocols.
///
/// A connector applies all that is set, or refuses with `unsupported` and names `schemes`.
struct server_credentials {
    secret user;
    secret password;
    secret_map headers;            ///< of HTTP, e.g. `Authorization`
    secret_map query;              ///< of HTTP; not escaped
    secret_map cookies;            ///< of HTTP
    std::string certificate_file;  ///< this side's chain, PEM; only with TLS
    std::string private_key_file;
    std::vector<std::string> schemes;  ///< names of the security schemes, for errors
};

/// What a document says of an operation, of the program that connects.
struct operation_description {
    std::string id;  ///< may be empty in version 2
    bool sends = false;
    bool receives = false;
    std::string bindings;               ///< JSON object; empty: none
    std::vector<std::string> messages;  ///< their names
};

struct message_description {
    std::string name;
    std::string bindings;  ///< JSON object; empty: none
};

/// A channel that is on the server, with its bindings for the server's protocol.
struct channel_description {
    std::string id;
    std::string address;   ///< may hold `{parameters}`; empty: known at run time only
    std::string bindings;  ///< JSON object; empty: none
    bool bare = false;     ///< `x-bare`: its peers know payloads only, no metadata
    std::vector<operation_description> operations;
    std::vector<message_description> messages;
};

/// A server to connect to: all that a document and its user say of it, with nothing left to fill.
///
/// Bindings are those of the protocol, as JSON text: a secure protocol has those of its plain one,
/// `mqtts` and `secure-mqtt` those of `mqtt`. MQTT has its members of `mqtt` and `mqtt5` in one
/// object.
struct server_description {
    std::string name;              ///< in the document
    std::string protocol;          ///< as in the document, in lower case
    std::string protocol_version;  ///< may be empty
    std::string host;              ///< an IPv6 address without its brackets
    std::uint16_t port = 0;        ///< 0: the protocol's own
    std::string path;              ///< empty, or `/...`; may end with a query
    std::string bindings;          ///< JSON object; empty: none

    std::vector<channel_description> channels;
    /// The filled address of the only channel that the connection carries; empty: it carries all.
    std::string channel;

    server_credentials credentials;
    parameters query;     ///< of HTTP, beside that of `path`; not escaped
    header_map headers;   ///< of HTTP
    std::string ca_file;  ///< whom to trust with TLS, PEM; empty: the system's list

    /// The transport's own option struct, to begin with, e.g. `websocket::client_options`; what is
    /// described here goes over it. A connector refuses another type with `unsupported`.
    std::any transport_options;
};

/// Makes the transport that talks to a server. It may return before there is a connection.
using connector = std::function<result<any_transport>(const asio::any_io_executor& executor,
                                                      const server_description& server)>;

/// Makes a protocol known to the whole program, in the place of what was known under that name.
/// Usable from several threads.
///
/// The header of a transport registers its own. \return true, to initialise a variable with
bool register_connector(std::string protocol, connector how);

/// \return an empty one where nothing is registered for that protocol
connector find_connector(std::string_view protocol);

}  // namespace asyncapi

#ifndef ASYNCAPI_SEPARATE_COMPILATION
#include <asyncapi/impl/connector.ipp>
#endif
