#include <asyncapi/impl/validation_src.hpp>
