# What this project's own programs and tests are built with; users of the library need none of it.

find_program(ASYNCAPI_CCACHE ccache)
if(ASYNCAPI_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  # With these, ccache understands precompiled headers.
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env
      CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime ${ASYNCAPI_CCACHE})
endif()

add_library(asyncapi_warnings INTERFACE)
target_compile_options(asyncapi_warnings INTERFACE -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wno-missing-field-initializers
                       $<$<BOOL:${ASYNCAPI_WARNINGS_AS_ERRORS}>:-Werror>
                       $<$<CXX_COMPILER_ID:GNU>:-fpch-preprocess>)

# Asio, Beast and the validation engine compiled once, for all tests and programs.
add_library(asyncapi_compiled_boost STATIC ${PROJECT_SOURCE_DIR}/cmake/compiled_boost.cpp
                                           ${PROJECT_SOURCE_DIR}/cmake/compiled_validation.cpp)
target_compile_definitions(asyncapi_compiled_boost PUBLIC BOOST_ASIO_SEPARATE_COMPILATION BOOST_BEAST_SEPARATE_COMPILATION
                                                          ASYNCAPI_VALIDATION_SEPARATE_COMPILATION)
target_link_libraries(asyncapi_compiled_boost PUBLIC asyncapi::asyncapi)
if(TARGET asyncapi::websocket)
  target_link_libraries(asyncapi_compiled_boost PUBLIC asyncapi::websocket)
endif()

# The WebSocket transport's part that needs Beast, compiled once.
if(TARGET asyncapi::websocket)
  add_library(asyncapi_compiled_websocket STATIC ${PROJECT_SOURCE_DIR}/cmake/compiled_websocket.cpp)
  target_compile_definitions(asyncapi_compiled_websocket PUBLIC ASYNCAPI_WEBSOCKET_SEPARATE_COMPILATION)
  target_link_libraries(asyncapi_compiled_websocket PUBLIC asyncapi_compiled_boost PRIVATE asyncapi_warnings)
endif()

# The rules for documents, compiled once.
if(TARGET asyncapi::document)
  add_library(asyncapi_compiled_document STATIC ${PROJECT_SOURCE_DIR}/cmake/compiled_document.cpp)
  target_compile_definitions(asyncapi_compiled_document PUBLIC ASYNCAPI_DOCUMENT_SEPARATE_COMPILATION)
  target_link_libraries(asyncapi_compiled_document PUBLIC asyncapi_compiled_boost asyncapi::document PRIVATE asyncapi_warnings)
endif()

# The library's own headers precompiled, for programs that use channels: target_precompile_headers(x REUSE_FROM ...).
add_library(asyncapi_precompiled STATIC ${PROJECT_SOURCE_DIR}/cmake/precompiled.cpp)
target_link_libraries(asyncapi_precompiled PRIVATE asyncapi_compiled_boost asyncapi_warnings)
target_precompile_headers(asyncapi_precompiled PRIVATE <asyncapi/asyncapi.hpp>)
