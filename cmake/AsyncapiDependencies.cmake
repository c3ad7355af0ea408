# What the library needs, found the same way in its own build and from its installed package.
# Sets ASYNCAPI_MISSING to what could not be found, and OpenSSL_FOUND.

set(ASYNCAPI_MISSING "")
find_package(Threads QUIET)
find_package(Boost 1.81 QUIET CONFIG)
find_package(RapidJSON QUIET)
foreach(package IN ITEMS Threads Boost RapidJSON)
  if(NOT ${package}_FOUND)
    list(APPEND ASYNCAPI_MISSING ${package})
  endif()
endforeach()
find_package(OpenSSL QUIET)

# RapidJSON's package gives a target or only a variable, depending on who packaged it.
if(RapidJSON_FOUND AND NOT TARGET asyncapi::rapidjson)
  add_library(asyncapi::rapidjson INTERFACE IMPORTED)
  if(TARGET rapidjson)
    target_link_libraries(asyncapi::rapidjson INTERFACE rapidjson)
  else()
    set_target_properties(asyncapi::rapidjson PROPERTIES
                          INTERFACE_INCLUDE_DIRECTORIES "${RAPIDJSON_INCLUDE_DIRS}")
  endif()
endif()
