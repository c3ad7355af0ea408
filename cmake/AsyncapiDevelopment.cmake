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
# Optimised, g++ 12 takes insertions into a std::string for copies out of bounds, or onto themselves (GCC bug 105651).
if(CMAKE_CXX_COMPILER_ID STREQUAL GNU AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  target_compile_options(asyncapi_warnings INTERFACE -Wno-stringop-overflow -Wno-array-bounds
                         $<$<CONFIG:Release,RelWithDebInfo>:-Wno-restrict>)
endif()

# What users compile once is this project's own code as well.
foreach(compiled IN ITEMS asyncapi_compiled asyncapi_compiled_tls asyncapi_compiled_websocket asyncapi_compiled_mqtt asyncapi_compiled_document asyncapi_compiled_sqlite)
  if(TARGET ${compiled})
    target_link_libraries(${compiled} PRIVATE asyncapi_warnings)
    set_target_properties(${compiled} PROPERTIES CXX_COMPILER_LAUNCHER "${CMAKE_CXX_COMPILER_LAUNCHER}")
  endif()
endforeach()

# The library's own headers precompiled, for programs that use channels: target_precompile_headers(x REUSE_FROM ...).
add_library(asyncapi_precompiled STATIC ${PROJECT_SOURCE_DIR}/cmake/precompiled.cpp)
target_link_libraries(asyncapi_precompiled PRIVATE asyncapi_compiled asyncapi_warnings)
target_precompile_headers(asyncapi_precompiled PRIVATE <asyncapi/asyncapi.hpp>)
