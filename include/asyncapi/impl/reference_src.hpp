#pragma once

// Definitions of `rapidjson_engine`, the reference: a part of `impl/src.hpp`.

#ifndef ASYNCAPI_SEPARATE_COMPILATION
#error "define ASYNCAPI_SEPARATE_COMPILATION in the whole program"
#endif

#include <asyncapi/validation/impl/rapidjson_engine.ipp>
