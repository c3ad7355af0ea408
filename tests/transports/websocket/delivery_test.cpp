#include <support/delivery_suite.hpp>
#include <transports/websocket/fixture.hpp>

using fixtures::client_to_server;
using fixtures::server_to_client;

TYPE_TO_STRING(client_to_server);
TYPE_TO_STRING(server_to_client);
ASYNCAPI_DELIVERY_SUITE(client_to_server);
ASYNCAPI_DELIVERY_SUITE(server_to_client);
