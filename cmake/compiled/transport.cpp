#include <asyncapi/impl/transport_src.hpp>
