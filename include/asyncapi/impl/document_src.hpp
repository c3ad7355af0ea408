#pragma once

// Definitions of what documents are judged by, and of contracts: `impl/src.hpp` does without.

#ifndef ASYNCAPI_SEPARATE_COMPILATION
#error "define ASYNCAPI_SEPARATE_COMPILATION in the whole program"
#endif

#include <asyncapi/document/checks/impl/check.ipp>
#include <asyncapi/impl/contract.ipp>
