// A second unit with the same headers: what they define must be allowed to be defined twice.
#include <asyncapi/asyncapi.hpp>

const char* version_in_second_unit() {
    return ASYNCAPI_VERSION;
}
