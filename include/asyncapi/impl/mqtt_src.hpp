#pragma once

// The definitions of the MQTT transport, which needs Paho MQTT C++ and OpenSSL. As `impl/src.hpp`,
// for one translation unit.

#ifndef ASYNCAPI_SEPARATE_COMPILATION
#error "define ASYNCAPI_SEPARATE_COMPILATION in the whole program"
#endif

#include <asyncapi/transports/mqtt/impl/client.ipp>
#include <asyncapi/transports/mqtt/impl/connector.ipp>
