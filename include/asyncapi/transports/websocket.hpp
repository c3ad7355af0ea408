#pragma once

#include <asyncapi/transports/websocket/client.hpp>
#include <asyncapi/transports/websocket/connector.hpp>
#include <asyncapi/transports/websocket/server.hpp>
