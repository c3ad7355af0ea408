#include <asyncapi/impl/websocket_src.hpp>
