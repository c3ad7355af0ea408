#include <transports/websocket/fixture.hpp>

using fixtures::client_to_server;
using fixtures::server_to_client;

TYPE_TO_STRING(client_to_server);
TYPE_TO_STRING(server_to_client);
ASYNCAPI_TRANSPORT_SUITE(client_to_server);
ASYNCAPI_TRANSPORT_SUITE(server_to_client);
