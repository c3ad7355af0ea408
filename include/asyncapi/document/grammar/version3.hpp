#pragma once

#include <asyncapi/document/grammar/common.hpp>

#include <array>
#include <string_view>

/// \see AsyncAPI 3.0.0 and 3.1.0
namespace asyncapi::grammar::version3 {

inline constexpr std::array multi_format_schema_fields{field{"schemaFormat", text},
                                                       required("schema", any)};
inline constexpr object_grammar multi_format_schema{"Multi Format Schema Object",
                                                    multi_format_schema_fields};
/// Or a Schema Object: the walk tells them apart by `schema`, which a Schema Object does not have.
inline constexpr shape any_schema{
    .is = shape::kind::schema, .references = reference::may, .object = &multi_format_schema};

inline constexpr shape variables = map(server_variable_or_reference, key_form::name);
inline constexpr std::array server_fields{required("host", text),
                                          required("protocol", text),
                                          field{"protocolVersion", text},
                                          field{"pathname", text},
                                          field{"description", text},
                                          field{"title", text},
                                          field{"summary", text},
                                          field{"variables", variables},
                                          field{"security", security_schemes},
                                          field{"tags", tags_or_references},
                                          field{"externalDocs", external_docs_or_reference},
                                          field{"bindings", server_bindings}};
inline constexpr object_grammar server{"Server Object", server_fields};
inline constexpr shape server_or_reference = or_reference(object(server));
inline constexpr shape server_reference = only_reference(object(server));
inline constexpr shape servers = map(server_or_reference, key_form::name);

inline constexpr std::array parameter_fields{field{"enum", texts}, field{"default", text},
                                             field{"description", text}, field{"examples", texts},
                                             field{"location", expression}};
inline constexpr object_grammar parameter{"Parameter Object", parameter_fields};
inline constexpr shape parameter_or_reference = or_reference(object(parameter));
inline constexpr shape parameters = map(parameter_or_reference, key_form::name);

inline constexpr std::array message_trait_fields{
    field{"headers", any_schema},
    field{"correlationId", correlation_id_or_reference},
    field{"contentType", media_type},
    field{"name", text},
    field{"title", text},
    field{"summary", text},
    field{"description", text},
    field{"tags", tags_or_references},
    field{"externalDocs", external_docs_or_reference},
    field{"bindings", message_bindings},
    field{"examples", message_examples}};
inline constexpr object_grammar message_trait{"Message Trait Object", message_trait_fields};
inline constexpr shape message_trait_or_reference = or_reference(object(message_trait));
inline constexpr shape message_traits = list(message_trait_or_reference);

inline constexpr std::array message_fields =
    joined(message_trait_fields,
           std::array{field{"payload", any_schema}, field{"traits", message_traits}});
inline constexpr object_grammar message{"Message Object", message_fields};
inline constexpr shape message_or_reference = or_reference(object(message));
inline constexpr shape message_reference = only_reference(object(message));
inline constexpr shape message_references = list(message_reference);
inline constexpr shape messages = map(message_or_reference, key_form::component);

inline constexpr shape address = or_else(text, null);
inline constexpr shape server_references{
    .is = shape::kind::list, .is_distinct = true, .of = &server_reference};
inline constexpr std::array channel_fields{field{"address", address},
                                           field{"messages", messages},
                                           field{"title", text},
                                           field{"summary", text},
                                           field{"description", text},
                                           field{"servers", server_references},
                                           field{"parameters", parameters},
                                           field{"tags", tags_or_references},
                                           field{"externalDocs", external_docs_or_reference},
                                           field{"bindings", channel_bindings}};
inline constexpr object_grammar channel{"Channel Object", channel_fields};
inline constexpr shape channel_or_reference = or_reference(object(channel));
inline constexpr shape channel_reference = only_reference(object(channel));
inline constexpr shape channels = map(channel_or_reference, key_form::component);

inline constexpr std::array reply_address_fields{field{"description", text},
                                                 required("location", expression)};
inline constexpr object_grammar reply_address{"Operation Reply Address Object",
                                              reply_address_fields};
inline constexpr shape reply_address_or_reference = or_reference(object(reply_address));

inline constexpr std::array reply_fields{field{"address", reply_address_or_reference},
                                         field{"channel", channel_reference},
                                         field{"messages", message_references}};
inline constexpr object_grammar reply{"Operation Reply Object", reply_fields};
inline constexpr shape reply_or_reference = or_reference(object(reply));

inline constexpr std::array operation_trait_fields{
    field{"title", text},
    field{"summary", text},
    field{"description", text},
    field{"security", security_schemes},
    field{"tags", tags_or_references},
    field{"externalDocs", external_docs_or_reference},
    field{"bindings", operation_bindings}};
inline constexpr object_grammar operation_trait{"Operation Trait Object", operation_trait_fields};
inline constexpr shape operation_trait_or_reference = or_reference(object(operation_trait));
inline constexpr shape operation_traits = list(operation_trait_or_reference);

inline constexpr std::array<std::string_view, 2> actions{"send", "receive"};
inline constexpr shape action = one_of(actions);
inline constexpr std::array operation_fields =
    joined(operation_trait_fields,
           std::array{required("action", action), required("channel", channel_reference),
                      field{"traits", operation_traits}, field{"messages", message_references},
                      field{"reply", reply_or_reference}});
inline constexpr object_grammar operation{"Operation Object", operation_fields};
inline constexpr shape operation_or_reference = or_reference(object(operation));
inline constexpr shape operations = map(operation_or_reference, key_form::component);

inline constexpr shape component_schemas = map(any_schema, key_form::component);
inline constexpr shape component_servers = map(server_or_reference, key_form::component);
inline constexpr shape component_parameters = map(parameter_or_reference, key_form::component);
inline constexpr shape component_replies = map(reply_or_reference, key_form::component);
inline constexpr shape component_reply_addresses =
    map(reply_address_or_reference, key_form::component);
inline constexpr shape component_external_docs =
    map(external_docs_or_reference, key_form::component);
inline constexpr shape component_tags = map(tag_or_reference, key_form::component);
inline constexpr shape component_operation_traits =
    map(operation_trait_or_reference, key_form::component);
inline constexpr shape component_message_traits =
    map(message_trait_or_reference, key_form::component);

inline constexpr std::array components_fields{
    field{"schemas", component_schemas},
    field{"servers", component_servers},
    field{"channels", channels},
    field{"operations", operations},
    field{"messages", messages},
    field{"securitySchemes", component_security},
    field{"serverVariables", component_variables},
    field{"parameters", component_parameters},
    field{"correlationIds", component_correlation_ids},
    field{"replies", component_replies},
    field{"replyAddresses", component_reply_addresses},
    field{"externalDocs", component_external_docs},
    field{"tags", component_tags},
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
                                        field{"channels", channels},
                                        field{"operations", operations},
                                        field{"components", components_shape}};
inline constexpr object_grammar root{"AsyncAPI Object", root_fields};
inline constexpr shape root_shape = object(root);

}  // namespace asyncapi::grammar::version3
