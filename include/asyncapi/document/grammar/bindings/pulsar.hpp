#pragma once

#include <asyncapi/document/grammar/bindings/binding.hpp>

#include <array>
#include <string_view>

/// \see Pulsar Bindings 0.1.0
namespace asyncapi::grammar {

inline constexpr std::array pulsar_server_fields{field{"tenant", text}, binding_version};
inline constexpr object_grammar pulsar_server{"Pulsar Server Binding Object", pulsar_server_fields};
inline constexpr shape pulsar_server_shape = or_reference(object(pulsar_server));

inline constexpr std::array pulsar_retention_fields{field{"time", natural}, field{"size", natural}};
inline constexpr object_grammar pulsar_retention{"Retention Definition Object",
                                                 pulsar_retention_fields};
inline constexpr shape pulsar_retention_shape = object(pulsar_retention);

inline constexpr std::array<std::string_view, 2> pulsar_persistences{"persistent",
                                                                     "non-persistent"};
inline constexpr shape pulsar_persistence = one_of(pulsar_persistences);
inline constexpr std::array pulsar_channel_fields{required("namespace", text),
                                                  required("persistence", pulsar_persistence),
                                                  field{"compaction", natural},
                                                  field{"geo-replication", texts},
                                                  field{"retention", pulsar_retention_shape},
                                                  field{"ttl", integer},
                                                  field{"deduplication", boolean},
                                                  binding_version};
inline constexpr object_grammar pulsar_channel{"Pulsar Channel Binding Object",
                                               pulsar_channel_fields};
inline constexpr shape pulsar_channel_shape = or_reference(object(pulsar_channel));

inline constexpr std::array<std::string_view, 1> pulsar_versions{"0.1.0"};
inline constexpr std::array pulsar_tables{
    binding{shape::level::server, pulsar_versions, pulsar_server_shape},
    binding{shape::level::channel, pulsar_versions, pulsar_channel_shape}};
inline constexpr protocol pulsar{"pulsar", pulsar_versions, pulsar_tables};

}  // namespace asyncapi::grammar
