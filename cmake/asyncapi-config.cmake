# find_package(asyncapi [COMPONENTS websocket mqtt document sqlite]) gives asyncapi::asyncapi, and asyncapi::websocket,
# asyncapi::mqtt, asyncapi::document and asyncapi::sqlite where they were installed and OpenSSL, Paho MQTT C++, yaml-cpp
# and SQLite are found; each also as asyncapi::compiled, asyncapi::compiled_websocket and so on, which are compiled in
# the build of who links them.

include(${CMAKE_CURRENT_LIST_DIR}/AsyncapiDependencies.cmake)

if(ASYNCAPI_MISSING)
  list(JOIN ASYNCAPI_MISSING ", " asyncapi_NOT_FOUND_MESSAGE)
  set(asyncapi_NOT_FOUND_MESSAGE "asyncapi needs ${asyncapi_NOT_FOUND_MESSAGE}")
  set(asyncapi_FOUND FALSE)
  return()
endif()

include(${CMAKE_CURRENT_LIST_DIR}/asyncapi-targets.cmake)
if(OpenSSL_FOUND)
  include(${CMAKE_CURRENT_LIST_DIR}/asyncapi-websocket-targets.cmake OPTIONAL)
endif()
if(OpenSSL_FOUND AND TARGET asyncapi::paho)
  include(${CMAKE_CURRENT_LIST_DIR}/asyncapi-mqtt-targets.cmake OPTIONAL)
endif()
if(TARGET asyncapi::yaml)
  include(${CMAKE_CURRENT_LIST_DIR}/asyncapi-document-targets.cmake OPTIONAL)
endif()
if(SQLite3_FOUND)
  include(${CMAKE_CURRENT_LIST_DIR}/asyncapi-sqlite-targets.cmake OPTIONAL)
endif()
if(NOT TARGET asyncapi::compiled)
  include(${CMAKE_CURRENT_LIST_DIR}/AsyncapiCompiled.cmake)
endif()
include(${CMAKE_CURRENT_LIST_DIR}/asyncapi-tool-targets.cmake OPTIONAL)
include(${CMAKE_CURRENT_LIST_DIR}/AsyncapiContract.cmake)

foreach(component IN LISTS asyncapi_FIND_COMPONENTS)
  if(TARGET asyncapi::${component})
    set(asyncapi_${component}_FOUND TRUE)
  elseif(asyncapi_FIND_REQUIRED_${component})
    set(asyncapi_NOT_FOUND_MESSAGE "asyncapi::${component} is not there: it was installed without its dependency, or that is missing here")
    set(asyncapi_FOUND FALSE)
  endif()
endforeach()
