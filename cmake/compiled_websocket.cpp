#include <asyncapi/transports/websocket/io.hpp>
