# The library's targets: asyncapi::asyncapi, and one a transport that needs more than Boost, RapidJSON and PCRE2;
# and the same compiled once, which is built when it is linked.

include(AsyncapiDependencies)
if(ASYNCAPI_MISSING)
  list(JOIN ASYNCAPI_MISSING ", " missing)
  message(FATAL_ERROR "asyncapi needs ${missing} (Boost 1.81 or newer, PCRE2 10.40 or newer; on Debian 12: libboost1.81-dev, rapidjson-dev, libpcre2-dev)")
endif()

file(GLOB_RECURSE asyncapi_headers CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/include/asyncapi/*.hpp
                                                     ${PROJECT_SOURCE_DIR}/include/asyncapi/*.ipp)
set(asyncapi_websocket_headers ${asyncapi_headers})
set(asyncapi_document_headers ${asyncapi_headers})
set(asyncapi_mqtt_headers ${asyncapi_headers})
set(asyncapi_sqlite_headers ${asyncapi_headers})
list(FILTER asyncapi_headers EXCLUDE REGEX "/transports/(websocket|mqtt|detail/(buffered_socket|dialer|socket|tls))|/impl/(websocket|mqtt|document|sqlite)_src|/impl/contract|/asyncapi/(document|contract|sqlite)")
list(FILTER asyncapi_websocket_headers INCLUDE REGEX "/transports/(websocket|detail/(buffered_socket|dialer|socket|tls))|/impl/websocket_src")
list(FILTER asyncapi_mqtt_headers INCLUDE REGEX "/transports/(mqtt|detail/(buffered_socket|dialer|socket|tls))|/impl/mqtt_src")
list(FILTER asyncapi_document_headers INCLUDE REGEX "/asyncapi/(document|contract)|/impl/(document_src|contract)")
list(FILTER asyncapi_sqlite_headers INCLUDE REGEX "/asyncapi/sqlite|/impl/sqlite_src")

add_library(asyncapi INTERFACE)
add_library(asyncapi::asyncapi ALIAS asyncapi)
target_sources(asyncapi INTERFACE FILE_SET HEADERS BASE_DIRS ${PROJECT_SOURCE_DIR}/include FILES ${asyncapi_headers})
target_compile_features(asyncapi INTERFACE cxx_std_20)
target_link_libraries(asyncapi INTERFACE Boost::headers Threads::Threads asyncapi::rapidjson asyncapi::pcre2)

if(OpenSSL_FOUND)
  add_library(asyncapi_websocket INTERFACE)
  add_library(asyncapi::websocket ALIAS asyncapi_websocket)
  set_target_properties(asyncapi_websocket PROPERTIES EXPORT_NAME websocket)
  target_sources(asyncapi_websocket INTERFACE FILE_SET HEADERS
                 BASE_DIRS ${PROJECT_SOURCE_DIR}/include FILES ${asyncapi_websocket_headers})
  target_link_libraries(asyncapi_websocket INTERFACE asyncapi OpenSSL::SSL OpenSSL::Crypto)
  message(STATUS "asyncapi: WebSocket transport with OpenSSL ${OPENSSL_VERSION}")
else()
  message(STATUS "asyncapi: no OpenSSL, so no WebSocket transport")
endif()

if(OpenSSL_FOUND AND PahoMqttCpp_FOUND)
  add_library(asyncapi_mqtt INTERFACE)
  add_library(asyncapi::mqtt ALIAS asyncapi_mqtt)
  set_target_properties(asyncapi_mqtt PROPERTIES EXPORT_NAME mqtt)
  target_sources(asyncapi_mqtt INTERFACE FILE_SET HEADERS
                 BASE_DIRS ${PROJECT_SOURCE_DIR}/include FILES ${asyncapi_mqtt_headers})
  target_link_libraries(asyncapi_mqtt INTERFACE asyncapi asyncapi::paho OpenSSL::SSL OpenSSL::Crypto)
  message(STATUS "asyncapi: MQTT transport with Paho MQTT C++")
else()
  message(STATUS "asyncapi: no Paho MQTT C++ or no OpenSSL, so no MQTT transport")
endif()

if(TARGET asyncapi::yaml)
  add_library(asyncapi_document INTERFACE)
  add_library(asyncapi::document ALIAS asyncapi_document)
  set_target_properties(asyncapi_document PROPERTIES EXPORT_NAME document)
  target_sources(asyncapi_document INTERFACE FILE_SET HEADERS
                 BASE_DIRS ${PROJECT_SOURCE_DIR}/include FILES ${asyncapi_document_headers})
  target_link_libraries(asyncapi_document INTERFACE asyncapi asyncapi::yaml)
  message(STATUS "asyncapi: documents with yaml-cpp ${yaml-cpp_VERSION}")
else()
  message(STATUS "asyncapi: no yaml-cpp, so no documents")
endif()

if(SQLite3_FOUND)
  add_library(asyncapi_sqlite INTERFACE)
  add_library(asyncapi::sqlite ALIAS asyncapi_sqlite)
  set_target_properties(asyncapi_sqlite PROPERTIES EXPORT_NAME sqlite)
  target_sources(asyncapi_sqlite INTERFACE FILE_SET HEADERS
                 BASE_DIRS ${PROJECT_SOURCE_DIR}/include FILES ${asyncapi_sqlite_headers})
  target_link_libraries(asyncapi_sqlite INTERFACE asyncapi SQLite::SQLite3)
  message(STATUS "asyncapi: outbox, handled messages and dead letters with SQLite ${SQLite3_VERSION}")
else()
  message(STATUS "asyncapi: no SQLite 3.35, so no outbox and no stores")
endif()

include(AsyncapiCompiled)
