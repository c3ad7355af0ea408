# asyncapi_contract(<target> <document> [NAME <name>])
#
# Makes a header of an AsyncAPI document, with the program `asyncapi`, and lets the target include it:
# #include <asyncapi_contract/<name>.hpp> gives the type <name>, against which
#
#   static_assert(asyncapi::implements<<name>, shop::placed, shop::get_quote>());
#
# holds the C++ definitions. The name is the document's file name with _ for what C++ names do not have,
# unless it is given. The header is made again when the document, or a file that it refers to, changes.
function(asyncapi_contract target document)
  cmake_parse_arguments(PARSE_ARGV 2 arg "" "NAME" "")
  if(NOT TARGET asyncapi::tool)
    message(FATAL_ERROR "asyncapi_contract needs the program asyncapi, which needs CLI11 and yaml-cpp")
  endif()
  cmake_path(ABSOLUTE_PATH document BASE_DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR} NORMALIZE)
  if(NOT arg_NAME)
    cmake_path(GET document FILENAME arg_NAME)
    string(REGEX REPLACE "\\.(ya?ml|json)$" "" arg_NAME ${arg_NAME})
    string(MAKE_C_IDENTIFIER ${arg_NAME} arg_NAME)
  endif()
  set(folder ${CMAKE_CURRENT_BINARY_DIR}/asyncapi_contract_headers)
  set(header ${folder}/asyncapi_contract/${arg_NAME}.hpp)
  add_custom_command(OUTPUT ${header}
                     COMMAND asyncapi::tool generate contract ${document} --name ${arg_NAME} --output ${header}
                             --depfile ${header}.d
                     DEPENDS ${document} asyncapi::tool
                     DEPFILE ${header}.d
                     COMMENT "Making ${arg_NAME}.hpp of the AsyncAPI document"
                     VERBATIM)
  target_sources(${target} PRIVATE ${header})
  target_include_directories(${target} PRIVATE ${folder})
  # To compare a large document takes more steps than clang allows unasked (a million).
  target_compile_options(${target} PRIVATE $<$<CXX_COMPILER_ID:Clang,AppleClang>:-fconstexpr-steps=100000000>)
endfunction()
