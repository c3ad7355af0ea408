#pragma once

#include <asyncapi/transports/memory/broker.hpp>
#include <asyncapi/transports/memory/options.hpp>
#include <asyncapi/transports/memory/transport.hpp>
