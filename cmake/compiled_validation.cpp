#include <asyncapi/validation/engine.hpp>
