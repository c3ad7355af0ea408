// A second unit with the same headers: what they define must be allowed to be defined twice.
#include <asyncapi/asyncapi.hpp>

static_assert(ASYNCAPI_VERSION[0] != '\0');
