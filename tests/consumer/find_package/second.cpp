// A second unit with the same headers: what they define must be allowed to be defined twice.
#include <asyncapi/address.hpp>
#include <asyncapi/version.hpp>
