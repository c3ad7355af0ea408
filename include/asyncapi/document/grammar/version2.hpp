#pragma once

#include <asyncapi/document/grammar/common.hpp>

#include <array>

/// \see AsyncAPI 2.6.0; members that came after 2.0 say since when they are there
namespace asyncapi::grammar::version2 {

inline constexpr shape variables = map(server_variable_or_reference, key_form::name);
inline constexpr std::array server_fields{
    required("url", text),          required("protocol", text),
    field{"protocolVersion", text}, field{"description", text},
    field{"variables", variables},  field{"security", security_requirements},
    since({2, 5}, {"tags", tags}),  field{"bindings", server_bindings}};
inline constexpr object_grammar server{"Server Object", server_fields};
inline constexpr shape server_or_reference = or_reference(object(server));
inline constexpr shape servers = map(server_or_reference, key_form::name);

inline constexpr std::array parameter_fields{field{"description", text}, field{"schema", schema},
                                             field{"location", expression}};
inline constexpr object_grammar parameter{"Parameter Object", parameter_fields};
inline constexpr shape parameter_or_reference = or_reference(object(parameter));
inline constexpr shape parameters = map(parameter_or_reference, key_form::name);

inline constexpr std::array message_trait_fields{
    since({2, 4}, {"messageId", text}),
    field{"headers", schema},
    field{"correlationId", correlation_id_or_reference},
    field{"schemaFormat", text},
    field{"contentType", media_type},
    field{"name", text},
    field{"title", text},
    field{"summary", text},
    field{"description", text},
    field{"tags", tags},
    field{"externalDocs", external_docs_shape},
    field{"bindings", message_bindings},
    field{"examples", message_examples}};
inline constexpr object_grammar message_trait{"Message Trait Object", message_trait_fields};
inline constexpr shape message_trait_or_reference = or_reference(object(message_trait));
inline constexpr shape message_traits = list(message_trait_or_reference);

inline constexpr std::array message_fields = joined(
    message_trait_fields, std::array{field{"payload", any}, field{"traits", message_traits}});
inline constexpr object_grammar message{"Message Object", message_fields};
inline constexpr shape message_or_reference = or_reference(object(message));
inline constexpr shape one_of_messages_list = list(message_or_reference);
inline constexpr std::array message_choice_fields{required("oneOf", one_of_messages_list)};
/// Several messages of an operation.
inline constexpr object_grammar message_choice{"Map of messages", message_choice_fields, false,
                                               false};

inline constexpr shape message_choice_shape = object(message_choice);
inline constexpr shape operation_message = or_else(message_or_reference, message_choice_shape);

inline constexpr std::array operation_trait_fields{
    field{"operationId", text},
    field{"summary", text},
    field{"description", text},
    since({2, 4}, {"security", security_requirements}),
    field{"tags", tags},
    field{"externalDocs", external_docs_shape},
    field{"bindings", operation_bindings}};
inline constexpr object_grammar operation_trait{"Operation Trait Object", operation_trait_fields};
inline constexpr shape operation_trait_or_reference = or_reference(object(operation_trait));
inline constexpr shape operation_traits = list(operation_trait_or_reference);

inline constexpr std::array operation_fields =
    joined(operation_trait_fields,
           std::array{field{"traits", operation_traits}, field{"message", operation_message}});
inline constexpr object_grammar operation{"Operation Object", operation_fields};
inline constexpr shape operation_shape = object(operation);

inline constexpr shape server_names = distinct_texts;
inline constexpr std::array channel_fields{
    field{"description", text},          since({2, 2}, {"servers", server_names}),
    field{"subscribe", operation_shape}, field{"publish", operation_shape},
    field{"parameters", parameters},     field{"bindings", channel_bindings}};
inline constexpr object_grammar channel{"Channel Item Object", channel_fields};
inline constexpr shape channel_or_reference = or_reference(object(channel));
inline constexpr shape channels = map(channel_or_reference);

inline constexpr shape component_schemas = map(schema, key_form::component);
inline constexpr shape component_servers = map(server_or_reference, key_form::component);
inline constexpr shape component_channels = map(channel_or_reference, key_form::component);
inline constexpr shape component_messages = map(message_or_reference, key_form::component);
inline constexpr shape component_parameters = map(parameter_or_reference, key_form::component);
inline constexpr shape component_operation_traits =
    map(operation_trait_or_reference, key_form::component);
inline constexpr shape component_message_traits =
    map(message_trait_or_reference, key_form::component);

inline constexpr std::array components_fields{
    field{"schemas", component_schemas},
    since({2, 3}, {"servers", component_servers}),
    since({2, 4}, {"serverVariables", component_variables}),
    since({2, 3}, {"channels", component_channels}),
    field{"messages", component_messages},
    field{"securitySchemes", component_security},
    field{"parameters", component_parameters},
    field{"correlationIds", component_correlation_ids},
    field{"operationTraits", component_operation_traits},
    field{"messageTraits", component_message_traits},
    field{"serverBindings", component_server_bindings},
    field{"channelBindings", component_channel_bindings},
    field{"operationBindings", component_operation_bindings},
    field{"messageBindings", component_message_bindings}};
inline constexpr object_grammar components{"Components Object", components_fields};
inline constexpr shape components_shape = object(components);

inline constexpr std::array root_fields{required("asyncapi", text),
                                        field{"id", uri},
                                        required("info", info_shape),
                                        field{"servers", servers},
                                        field{"defaultContentType", media_type},
                                        required("channels", channels),
                                        field{"components", components_shape},
                                        field{"tags", tags},
                                        field{"externalDocs", external_docs_shape}};
inline constexpr object_grammar root{"AsyncAPI Object", root_fields};
inline constexpr shape root_shape = object(root);

}  // namespace asyncapi::grammar::version2
