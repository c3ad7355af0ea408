# Install rules and the package that find_package(asyncapi) reads: one export set a target, so that a
# program without OpenSSL can still use the rest.

include(CMakePackageConfigHelpers)
set(asyncapi_package_directory ${CMAKE_INSTALL_DATADIR}/cmake/asyncapi)

install(TARGETS asyncapi EXPORT asyncapi-targets FILE_SET HEADERS)
install(EXPORT asyncapi-targets NAMESPACE asyncapi:: DESTINATION ${asyncapi_package_directory})
if(TARGET asyncapi_websocket)
  install(TARGETS asyncapi_websocket EXPORT asyncapi-websocket-targets FILE_SET HEADERS)
  install(EXPORT asyncapi-websocket-targets NAMESPACE asyncapi:: DESTINATION ${asyncapi_package_directory})
endif()
if(TARGET asyncapi_mqtt)
  install(TARGETS asyncapi_mqtt EXPORT asyncapi-mqtt-targets FILE_SET HEADERS)
  install(EXPORT asyncapi-mqtt-targets NAMESPACE asyncapi:: DESTINATION ${asyncapi_package_directory})
endif()
if(TARGET asyncapi_document)
  install(TARGETS asyncapi_document EXPORT asyncapi-document-targets FILE_SET HEADERS)
  install(EXPORT asyncapi-document-targets NAMESPACE asyncapi:: DESTINATION ${asyncapi_package_directory})
endif()
if(TARGET asyncapi_sqlite)
  install(TARGETS asyncapi_sqlite EXPORT asyncapi-sqlite-targets FILE_SET HEADERS)
  install(EXPORT asyncapi-sqlite-targets NAMESPACE asyncapi:: DESTINATION ${asyncapi_package_directory})
endif()

write_basic_package_version_file(${PROJECT_BINARY_DIR}/asyncapi-config-version.cmake
                                 COMPATIBILITY SameMinorVersion ARCH_INDEPENDENT)
install(FILES ${PROJECT_BINARY_DIR}/asyncapi-config-version.cmake
              ${PROJECT_SOURCE_DIR}/cmake/asyncapi-config.cmake
              ${PROJECT_SOURCE_DIR}/cmake/AsyncapiCompiled.cmake
              ${PROJECT_SOURCE_DIR}/cmake/AsyncapiContract.cmake
              ${PROJECT_SOURCE_DIR}/cmake/AsyncapiDependencies.cmake
        DESTINATION ${asyncapi_package_directory})
install(DIRECTORY ${PROJECT_SOURCE_DIR}/cmake/compiled DESTINATION ${asyncapi_package_directory})
