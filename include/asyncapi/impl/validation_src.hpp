#pragma once

// Definitions of the validation engine: a part of `impl/src.hpp`.

#ifndef ASYNCAPI_SEPARATE_COMPILATION
#error "define ASYNCAPI_SEPARATE_COMPILATION in the whole program"
#endif

#include <asyncapi/validation/impl/engine.ipp>
#include <asyncapi/validation/impl/parse_json.ipp>
#include <asyncapi/validation/impl/residual_schema.ipp>
#include <asyncapi/validation/impl/schema.ipp>
