#include <support/delivery_suite.hpp>
#include <transports/memory/fixture.hpp>

using fixtures::memory_alone_fixture;
using fixtures::memory_fixture;

TYPE_TO_STRING(memory_fixture);
TYPE_TO_STRING(memory_alone_fixture);
ASYNCAPI_DELIVERY_SUITE(memory_fixture);
ASYNCAPI_DELIVERY_SUITE(memory_alone_fixture);
