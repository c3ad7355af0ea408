#pragma once

#include <asyncapi/document/grammar/bindings/binding.hpp>

#include <array>
#include <string_view>

/// \see ROS 2 Bindings 0.1.0
namespace asyncapi::grammar {

inline constexpr shape ros2_domain{.is = shape::kind::integer, .least = 0, .most = 231};
inline constexpr std::array ros2_server_fields{field{"rmwImplementation", text},
                                               field{"domainId", ros2_domain}, binding_version};
inline constexpr object_grammar ros2_server{"ROS 2 Server Binding Object", ros2_server_fields};
inline constexpr shape ros2_server_shape = or_reference(object(ros2_server));

inline constexpr std::array<std::string_view, 2> ros2_reliabilities{"best_effort", "reliable"};
inline constexpr shape ros2_reliability = one_of(ros2_reliabilities);
inline constexpr std::array<std::string_view, 3> ros2_histories{"keep_last", "keep_all", "unknown"};
inline constexpr shape ros2_history = one_of(ros2_histories);
inline constexpr std::array<std::string_view, 2> ros2_durabilities{"transient_local", "volatile"};
inline constexpr shape ros2_durability = one_of(ros2_durabilities);
inline constexpr std::array<std::string_view, 2> ros2_livelinesses{"automatic", "manual"};
inline constexpr shape ros2_liveliness = one_of(ros2_livelinesses);
inline constexpr shape ros2_period{.is = shape::kind::integer, .least = -1};  // -1: infinite
inline constexpr std::array ros2_qos_fields{
    field{"reliability", ros2_reliability}, field{"history", ros2_history},
    field{"durability", ros2_durability},   field{"lifespan", ros2_period},
    field{"deadline", ros2_period},         field{"liveliness", ros2_liveliness},
    field{"leaseDuration", ros2_period}};
inline constexpr object_grammar ros2_qos{"Quality of Service Object", ros2_qos_fields};
inline constexpr shape ros2_qos_shape = object(ros2_qos);

inline constexpr std::array<std::string_view, 6> ros2_roles{"publisher",      "action_client",
                                                            "service_client", "subscriber",
                                                            "action_server",  "service_server"};
inline constexpr shape ros2_role = one_of(ros2_roles);
inline constexpr std::array ros2_operation_fields{field{"role", ros2_role}, field{"node", text},
                                                  field{"qosPolicies", ros2_qos_shape},
                                                  binding_version};
inline constexpr object_grammar ros2_operation{"ROS 2 Operation Binding Object",
                                               ros2_operation_fields};
inline constexpr shape ros2_operation_shape = or_reference(object(ros2_operation));

inline constexpr std::array<std::string_view, 1> ros2_versions{"0.1.0"};
inline constexpr std::array ros2_tables{
    binding{shape::level::server, ros2_versions, ros2_server_shape},
    binding{shape::level::operation, ros2_versions, ros2_operation_shape}};
inline constexpr protocol ros2{"ros2", ros2_versions, ros2_tables};

}  // namespace asyncapi::grammar
