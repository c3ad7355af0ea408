#pragma once

// The definitions of the library, but for the WebSocket transport, for one translation unit of a
// program in which ASYNCAPI_SEPARATE_COMPILATION is defined everywhere.

#include <asyncapi/impl/channel_src.hpp>
#include <asyncapi/impl/reference_src.hpp>
#include <asyncapi/impl/transport_src.hpp>
#include <asyncapi/impl/validation_src.hpp>
