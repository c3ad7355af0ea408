#pragma once

#include <asyncapi/document/grammar/bindings/binding.hpp>

#include <array>
#include <string_view>

/// \see HTTP Bindings 0.1.0 to 0.3.0
namespace asyncapi::grammar {

inline constexpr std::array<std::string_view, 9> http_methods{
    "GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "CONNECT", "TRACE"};
inline constexpr shape http_method = one_of(http_methods);

inline constexpr std::array http_operation_fields{field{"method", http_method},
                                                  field{"query", object_schema}, binding_version};
inline constexpr object_grammar http_operation{"HTTP Operation Binding Object",
                                               http_operation_fields};
inline constexpr shape http_operation_shape = or_reference(object(http_operation));

inline constexpr std::array<std::string_view, 2> http_operation_types{"request", "response"};
inline constexpr shape http_operation_type = one_of(http_operation_types);
inline constexpr std::array http_operation_fields_0_1{
    required("type", http_operation_type), field{"method", http_method},
    field{"query", object_schema}, binding_version};
inline constexpr object_grammar http_operation_0_1{"HTTP Operation Binding Object of version 0.1.0",
                                                   http_operation_fields_0_1};
inline constexpr shape http_operation_shape_0_1 = or_reference(object(http_operation_0_1));

inline constexpr std::array http_message_fields{field{"headers", object_schema},
                                                field{"statusCode", number}, binding_version};
inline constexpr object_grammar http_message{"HTTP Message Binding Object", http_message_fields};
inline constexpr shape http_message_shape = or_reference(object(http_message));

inline constexpr std::array http_message_fields_0_2{field{"headers", object_schema},
                                                    binding_version};
inline constexpr object_grammar http_message_0_2{"HTTP Message Binding Object before version 0.3.0",
                                                 http_message_fields_0_2};
inline constexpr shape http_message_shape_0_2 = or_reference(object(http_message_0_2));

inline constexpr std::array<std::string_view, 3> http_versions{"0.3.0", "0.2.0", "0.1.0"};
inline constexpr std::array<std::string_view, 1> http_0_3{"0.3.0"};
inline constexpr std::array<std::string_view, 2> http_since_0_2{"0.3.0", "0.2.0"};
inline constexpr std::array<std::string_view, 2> http_before_0_3{"0.2.0", "0.1.0"};
inline constexpr std::array<std::string_view, 1> http_0_1{"0.1.0"};
inline constexpr std::array http_tables{
    binding{shape::level::operation, http_since_0_2, http_operation_shape},
    binding{shape::level::operation, http_0_1, http_operation_shape_0_1},
    binding{shape::level::message, http_0_3, http_message_shape},
    binding{shape::level::message, http_before_0_3, http_message_shape_0_2}};
inline constexpr protocol http{"http", http_versions, http_tables};

}  // namespace asyncapi::grammar
