#pragma once

#include <asyncapi/address.hpp>
#include <asyncapi/metadata.hpp>
#include <asyncapi/secret.hpp>

#include <any>
#include <map>
#include <string>

namespace asyncapi {

/// What a program has to satisfy one security scheme with. Which members are needed is the scheme's
/// type.
struct credential {
    /// `userPassword`, `plain`, `http` basic; over MQTT beside a token where the broker wants it.
    secret user = {};
    secret password = {};  ///< the same
    secret token = {};     ///< `apiKey`, `httpApiKey`, `http` bearer, `oauth2`, `openIdConnect`
    std::string certificate_file = {};  ///< `X509`: this side's chain, PEM
    std::string private_key_file = {};  ///< `X509`
};

/// How to connect to a server of a document. \see contract::connect
struct connect_options {
    asyncapi::parameters variables = {};  ///< of the server; those left out have their `default`
    std::map<std::string, credential> credentials = {};  ///< by the name of the security scheme
    std::string ca_file = {};  ///< whom to trust with TLS, PEM; empty: the system's list

    /// WebSocket: the channel, by id or address, that the connection is, without envelope; empty:
    /// the connection carries all channels, in the envelope.
    std::string channel = {};
    asyncapi::parameters parameters = {};  ///< of that channel's address
    /// Of the handshake: WebSocket, where the channel's binding says which there are.
    asyncapi::parameters query = {};
    header_map headers = {};

    /// The transport's own option struct to begin with, e.g. `websocket::client_options`.
    std::any transport_options = {};
};

}  // namespace asyncapi
