# What the library needs, found the same way in its own build and from its installed package.
# Sets ASYNCAPI_MISSING to what could not be found, OpenSSL_FOUND and SQLite3_FOUND; asyncapi::yaml is there with yaml-cpp,
# asyncapi::paho with Paho MQTT C++.

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
find_package(SQLite3 3.35 QUIET)

# PCRE2's own package files are not everywhere; the header and the library are.
find_path(ASYNCAPI_PCRE2_INCLUDE_DIR pcre2.h)
find_library(ASYNCAPI_PCRE2_LIBRARY NAMES pcre2-8 pcre2-8-static)
mark_as_advanced(ASYNCAPI_PCRE2_INCLUDE_DIR ASYNCAPI_PCRE2_LIBRARY)
set(asyncapi_pcre2_version 0)
if(ASYNCAPI_PCRE2_INCLUDE_DIR AND ASYNCAPI_PCRE2_LIBRARY)
  file(STRINGS ${ASYNCAPI_PCRE2_INCLUDE_DIR}/pcre2.h asyncapi_pcre2_version REGEX "define PCRE2_M(AJOR|INOR) ")
  string(REGEX REPLACE "[^0-9;]*2_M[A-Z]*[^0-9]*([0-9]+)" "\\1" asyncapi_pcre2_version "${asyncapi_pcre2_version}")
  string(REPLACE ";" "." asyncapi_pcre2_version "${asyncapi_pcre2_version}")
endif()
if(asyncapi_pcre2_version VERSION_LESS 10.40)
  list(APPEND ASYNCAPI_MISSING PCRE2)
elseif(NOT TARGET asyncapi::pcre2)
  add_library(asyncapi::pcre2 UNKNOWN IMPORTED)
  set_target_properties(asyncapi::pcre2 PROPERTIES
                        IMPORTED_LOCATION "${ASYNCAPI_PCRE2_LIBRARY}"
                        INTERFACE_INCLUDE_DIRECTORIES "${ASYNCAPI_PCRE2_INCLUDE_DIR}")
endif()

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

# yaml-cpp's target was renamed in 0.8.
find_package(yaml-cpp QUIET)
if(yaml-cpp_FOUND AND NOT TARGET asyncapi::yaml)
  add_library(asyncapi::yaml INTERFACE IMPORTED)
  if(TARGET yaml-cpp::yaml-cpp)
    target_link_libraries(asyncapi::yaml INTERFACE yaml-cpp::yaml-cpp)
  else()
    target_link_libraries(asyncapi::yaml INTERFACE yaml-cpp)
  endif()
endif()

# Paho's package files are not everywhere; the headers and the libraries are.
find_path(ASYNCAPI_PAHO_INCLUDE_DIR mqtt/async_client.h)
find_library(ASYNCAPI_PAHO_CPP_LIBRARY NAMES paho-mqttpp3)
find_library(ASYNCAPI_PAHO_C_LIBRARY NAMES paho-mqtt3as)
mark_as_advanced(ASYNCAPI_PAHO_INCLUDE_DIR ASYNCAPI_PAHO_CPP_LIBRARY ASYNCAPI_PAHO_C_LIBRARY)
set(PahoMqttCpp_FOUND FALSE)
if(ASYNCAPI_PAHO_INCLUDE_DIR AND ASYNCAPI_PAHO_CPP_LIBRARY AND ASYNCAPI_PAHO_C_LIBRARY)
  set(PahoMqttCpp_FOUND TRUE)
  if(NOT TARGET asyncapi::paho)
    add_library(asyncapi::paho UNKNOWN IMPORTED)
    set_target_properties(asyncapi::paho PROPERTIES
                          IMPORTED_LOCATION "${ASYNCAPI_PAHO_CPP_LIBRARY}"
                          INTERFACE_INCLUDE_DIRECTORIES "${ASYNCAPI_PAHO_INCLUDE_DIR}"
                          INTERFACE_LINK_LIBRARIES "${ASYNCAPI_PAHO_C_LIBRARY}")
  endif()
endif()
