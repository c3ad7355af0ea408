#include <asyncapi/impl/mqtt_src.hpp>
