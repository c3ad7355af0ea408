#include <asyncapi/validation/rapidjson_engine.hpp>
