#pragma once

// Definitions of what is below channels, and of the memory transport: a part of `impl/src.hpp`.

#ifndef ASYNCAPI_SEPARATE_COMPILATION
#error "define ASYNCAPI_SEPARATE_COMPILATION in the whole program"
#endif

#include <asyncapi/detail/impl/event.ipp>
#include <asyncapi/detail/impl/random_id.ipp>
#include <asyncapi/impl/address.ipp>
#include <asyncapi/impl/connector.ipp>
#include <asyncapi/impl/context.ipp>
#include <asyncapi/impl/error.ipp>
#include <asyncapi/impl/metadata.ipp>
#include <asyncapi/impl/time_source.ipp>
#include <asyncapi/transports/memory/impl/broker.ipp>
#include <asyncapi/transports/memory/impl/transport.ipp>
