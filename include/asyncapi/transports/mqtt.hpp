#pragma once

#include <asyncapi/transports/mqtt/client.hpp>
#include <asyncapi/transports/mqtt/connector.hpp>
#include <asyncapi/transports/mqtt/options.hpp>
