# The library compiled once for a program, as Asio offers it: asyncapi::compiled in the place of asyncapi::asyncapi,
# asyncapi::compiled_websocket in that of asyncapi::websocket, and so on for mqtt, document and sqlite. Nothing of them is
# built or installed unless a target links them. They bring Asio and Beast compiled once as well.

set(asyncapi_compiled_sources ${CMAKE_CURRENT_LIST_DIR}/compiled)

add_library(asyncapi_compiled STATIC EXCLUDE_FROM_ALL
            ${asyncapi_compiled_sources}/asio.cpp ${asyncapi_compiled_sources}/channel.cpp
            ${asyncapi_compiled_sources}/reference.cpp ${asyncapi_compiled_sources}/transport.cpp
            ${asyncapi_compiled_sources}/validation.cpp)
add_library(asyncapi::compiled ALIAS asyncapi_compiled)
target_compile_definitions(asyncapi_compiled PUBLIC ASYNCAPI_SEPARATE_COMPILATION BOOST_ASIO_SEPARATE_COMPILATION)
target_link_libraries(asyncapi_compiled PUBLIC asyncapi::asyncapi)

# Asio's TLS, for the transports.
if(OpenSSL_FOUND)
  add_library(asyncapi_compiled_tls STATIC EXCLUDE_FROM_ALL ${asyncapi_compiled_sources}/asio_ssl.cpp)
  target_link_libraries(asyncapi_compiled_tls PUBLIC asyncapi_compiled OpenSSL::SSL OpenSSL::Crypto)
endif()

if(TARGET asyncapi::websocket)
  add_library(asyncapi_compiled_websocket STATIC EXCLUDE_FROM_ALL
              ${asyncapi_compiled_sources}/beast.cpp ${asyncapi_compiled_sources}/websocket.cpp)
  add_library(asyncapi::compiled_websocket ALIAS asyncapi_compiled_websocket)
  target_compile_definitions(asyncapi_compiled_websocket PUBLIC BOOST_BEAST_SEPARATE_COMPILATION)
  target_link_libraries(asyncapi_compiled_websocket PUBLIC asyncapi_compiled_tls asyncapi::websocket)
endif()

if(TARGET asyncapi::mqtt)
  add_library(asyncapi_compiled_mqtt STATIC EXCLUDE_FROM_ALL ${asyncapi_compiled_sources}/mqtt.cpp)
  add_library(asyncapi::compiled_mqtt ALIAS asyncapi_compiled_mqtt)
  target_link_libraries(asyncapi_compiled_mqtt PUBLIC asyncapi_compiled_tls asyncapi::mqtt)
endif()

if(TARGET asyncapi::document)
  add_library(asyncapi_compiled_document STATIC EXCLUDE_FROM_ALL ${asyncapi_compiled_sources}/document.cpp)
  add_library(asyncapi::compiled_document ALIAS asyncapi_compiled_document)
  target_link_libraries(asyncapi_compiled_document PUBLIC asyncapi_compiled asyncapi::document)
endif()

if(TARGET asyncapi::sqlite)
  add_library(asyncapi_compiled_sqlite STATIC EXCLUDE_FROM_ALL ${asyncapi_compiled_sources}/sqlite.cpp)
  add_library(asyncapi::compiled_sqlite ALIAS asyncapi_compiled_sqlite)
  target_link_libraries(asyncapi_compiled_sqlite PUBLIC asyncapi_compiled asyncapi::sqlite)
endif()
