#pragma once

#include <asyncapi/transports/mqtt/client.hpp>
#include <asyncapi/transports/mqtt/options.hpp>
