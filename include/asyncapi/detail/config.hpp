#pragma once

// Defined everywhere in a program, ASYNCAPI_SEPARATE_COMPILATION keeps definitions out of the
// headers. One translation unit then includes <asyncapi/impl/src.hpp>, and
// <asyncapi/impl/websocket_src.hpp> where the WebSocket transport is used; the CMake targets
// asyncapi::compiled and asyncapi::compiled_websocket do both.
#ifdef ASYNCAPI_SEPARATE_COMPILATION
#define ASYNCAPI_DECL
#else
#define ASYNCAPI_DECL inline
#endif
