#pragma once

#include <asyncapi/document/grammar/bindings/binding.hpp>

#include <array>
#include <string_view>

/// \see Solace Bindings 0.1.0 to 0.4.0
namespace asyncapi::grammar {

inline constexpr shape solace_client_name{.is = shape::kind::text, .max_length = 160};
inline constexpr std::array solace_server_fields{
    field{"msgVpn", text}, field{"clientName", solace_client_name}, binding_version};
inline constexpr object_grammar solace_server{"Solace Server Binding Object", solace_server_fields};
inline constexpr shape solace_server_shape = or_reference(object(solace_server));

inline constexpr std::array<std::string_view, 2> solace_accesses{"exclusive", "nonexclusive"};
inline constexpr shape solace_access = one_of(solace_accesses);
// The text says maxMsgSpoolSize, its schemas and examples maxMsgSpoolUsage.
inline constexpr std::array solace_queue_fields{field{"name", text},
                                                field{"topicSubscriptions", texts},
                                                field{"accessType", solace_access},
                                                field{"maxMsgSpoolSize", text},
                                                field{"maxMsgSpoolUsage", text},
                                                field{"maxTtl", text}};
inline constexpr object_grammar solace_queue{"Solace queue", solace_queue_fields};
inline constexpr shape solace_queue_shape = object(solace_queue);

inline constexpr std::array solace_topic_fields{field{"topicSubscriptions", texts}};
inline constexpr object_grammar solace_topic{"Solace topic", solace_topic_fields};
inline constexpr shape solace_topic_shape = object(solace_topic);

inline constexpr std::array<std::string_view, 2> solace_destination_types{"queue", "topic"};
inline constexpr shape solace_destination_type = one_of(solace_destination_types);
inline constexpr std::array<std::string_view, 2> solace_delivery_modes{"direct", "persistent"};
inline constexpr shape solace_delivery_mode = one_of(solace_delivery_modes);
inline constexpr std::array solace_destination_fields{
    field{"destinationType", solace_destination_type},
    field{"deliveryMode", solace_delivery_mode},
    field{"queue", solace_queue_shape},
    field{"topic", solace_topic_shape},
    field{"topicSubscriptions", texts},
    binding_version};
inline constexpr object_grammar solace_destination{"Destination Object", solace_destination_fields};
inline constexpr shape solace_destination_shape = object(solace_destination);
inline constexpr shape solace_destinations = list(solace_destination_shape);

inline constexpr shape solace_priority{
    .is = shape::kind::integer, .least = 0, .most = 255, .otherwise = &schema};
inline constexpr std::array solace_operation_fields{
    field{"destinations", solace_destinations}, field{"timeToLive", natural_or_schema},
    field{"priority", solace_priority}, field{"dmqEligible", boolean}, binding_version};
inline constexpr object_grammar solace_operation{"Solace Operation Binding Object",
                                                 solace_operation_fields};
inline constexpr shape solace_operation_shape = or_reference(object(solace_operation));

inline constexpr std::array solace_operation_fields_0_3{field{"destinations", solace_destinations},
                                                        binding_version};
inline constexpr object_grammar solace_operation_0_3{
    "Solace Operation Binding Object before version 0.4", solace_operation_fields_0_3};
inline constexpr shape solace_operation_shape_0_3 = or_reference(object(solace_operation_0_3));

inline constexpr std::array<std::string_view, 5> solace_versions{"0.4.0", "0.3.0", "0.2.1", "0.2.0",
                                                                 "0.1.0"};
inline constexpr std::array<std::string_view, 1> solace_0_4{"0.4.0"};
inline constexpr std::array<std::string_view, 4> solace_before_0_4{"0.3.0", "0.2.1", "0.2.0",
                                                                   "0.1.0"};
inline constexpr std::array solace_tables{
    binding{shape::level::server, solace_versions, solace_server_shape},
    binding{shape::level::operation, solace_0_4, solace_operation_shape},
    binding{shape::level::operation, solace_before_0_4, solace_operation_shape_0_3}};
inline constexpr protocol solace{"solace", solace_versions, solace_tables};

}  // namespace asyncapi::grammar
