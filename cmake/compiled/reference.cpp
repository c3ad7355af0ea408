#include <asyncapi/impl/reference_src.hpp>
