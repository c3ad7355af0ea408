#include <transports/memory/fixture.hpp>

using fixtures::memory_alone_fixture;
using fixtures::memory_fixture;

TYPE_TO_STRING(memory_fixture);
TYPE_TO_STRING(memory_alone_fixture);
ASYNCAPI_TRANSPORT_SUITE(memory_fixture);
ASYNCAPI_TRANSPORT_SUITE(memory_alone_fixture);
