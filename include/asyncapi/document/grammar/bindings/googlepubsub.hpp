#pragma once

#include <asyncapi/document/grammar/bindings/binding.hpp>

#include <array>
#include <string_view>

/// \see Google Cloud Pub/Sub Bindings 0.1.0 and 0.2.0
namespace asyncapi::grammar {

inline constexpr std::array googlepubsub_storage_fields{field{"allowedPersistenceRegions", texts}};
inline constexpr object_grammar googlepubsub_storage{"Message Storage Policy Object",
                                                     googlepubsub_storage_fields};
inline constexpr shape googlepubsub_storage_shape = object(googlepubsub_storage);

inline constexpr std::array googlepubsub_settings_fields{
    field{"encoding", text}, field{"firstRevisionId", text}, field{"lastRevisionId", text},
    field{"name", text}};
inline constexpr object_grammar googlepubsub_settings{"Schema Settings Object",
                                                      googlepubsub_settings_fields};
inline constexpr shape googlepubsub_settings_shape = object(googlepubsub_settings);

inline constexpr std::array googlepubsub_channel_fields{
    field{"labels", any_map}, field{"messageRetentionDuration", text},
    field{"messageStoragePolicy", googlepubsub_storage_shape},
    field{"schemaSettings", googlepubsub_settings_shape}, binding_version};
inline constexpr object_grammar googlepubsub_channel{"Google Cloud Pub/Sub Channel Binding Object",
                                                     googlepubsub_channel_fields};
inline constexpr shape googlepubsub_channel_shape = or_reference(object(googlepubsub_channel));

inline constexpr std::array googlepubsub_channel_fields_0_1{
    field{"labels", any_map},
    field{"messageRetentionDuration", text},
    field{"messageStoragePolicy", googlepubsub_storage_shape},
    field{"schemaSettings", googlepubsub_settings_shape},
    field{"topic", text},
    binding_version};
inline constexpr object_grammar googlepubsub_channel_0_1{
    "Google Cloud Pub/Sub Channel Binding Object of version 0.1.0",
    googlepubsub_channel_fields_0_1};
inline constexpr shape googlepubsub_channel_shape_0_1 =
    or_reference(object(googlepubsub_channel_0_1));

inline constexpr std::array googlepubsub_schema_fields{field{"name", text}};
inline constexpr object_grammar googlepubsub_schema{"Schema Definition Object",
                                                    googlepubsub_schema_fields};
inline constexpr shape googlepubsub_schema_shape = object(googlepubsub_schema);

inline constexpr std::array googlepubsub_schema_fields_0_1{field{"name", text},
                                                           field{"type", text}};
inline constexpr object_grammar googlepubsub_schema_0_1{"Schema Definition Object of version 0.1.0",
                                                        googlepubsub_schema_fields_0_1};
inline constexpr shape googlepubsub_schema_shape_0_1 = object(googlepubsub_schema_0_1);

inline constexpr std::array googlepubsub_message_fields{
    field{"attributes", any_map}, field{"orderingKey", text},
    field{"schema", googlepubsub_schema_shape}, binding_version};
inline constexpr object_grammar googlepubsub_message{"Google Cloud Pub/Sub Message Binding Object",
                                                     googlepubsub_message_fields};
inline constexpr shape googlepubsub_message_shape = or_reference(object(googlepubsub_message));

inline constexpr std::array googlepubsub_message_fields_0_1{
    field{"attributes", any_map}, field{"orderingKey", text},
    field{"schema", googlepubsub_schema_shape_0_1}, binding_version};
inline constexpr object_grammar googlepubsub_message_0_1{
    "Google Cloud Pub/Sub Message Binding Object of version 0.1.0",
    googlepubsub_message_fields_0_1};
inline constexpr shape googlepubsub_message_shape_0_1 =
    or_reference(object(googlepubsub_message_0_1));

inline constexpr std::array<std::string_view, 2> googlepubsub_versions{"0.2.0", "0.1.0"};
inline constexpr std::array<std::string_view, 1> googlepubsub_0_2{"0.2.0"};
inline constexpr std::array<std::string_view, 1> googlepubsub_0_1{"0.1.0"};
inline constexpr std::array googlepubsub_tables{
    binding{shape::level::channel, googlepubsub_0_2, googlepubsub_channel_shape},
    binding{shape::level::channel, googlepubsub_0_1, googlepubsub_channel_shape_0_1},
    binding{shape::level::message, googlepubsub_0_2, googlepubsub_message_shape},
    binding{shape::level::message, googlepubsub_0_1, googlepubsub_message_shape_0_1}};
inline constexpr protocol googlepubsub{"googlepubsub", googlepubsub_versions, googlepubsub_tables};

}  // namespace asyncapi::grammar
