#pragma once

// The definitions of the WebSocket transport, which needs Beast and OpenSSL. As `impl/src.hpp`, for
// one translation unit.

#ifndef ASYNCAPI_SEPARATE_COMPILATION
#error "define ASYNCAPI_SEPARATE_COMPILATION in the whole program"
#endif

#include <asyncapi/transports/websocket/impl/client.ipp>
#include <asyncapi/transports/websocket/impl/connector.ipp>
#include <asyncapi/transports/websocket/impl/server.ipp>
#include <asyncapi/transports/websocket/impl/wire.ipp>
