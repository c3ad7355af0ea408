#pragma once

#include <asyncapi/document/grammar/schema.hpp>

#include <array>
#include <string_view>

/// What versions 2 and 3 share.
///
/// \see AsyncAPI 2.6.0 and 3.0.0, "Specification"
namespace asyncapi::grammar {

inline constexpr std::array contact_fields{field{"name", text}, field{"url", absolute_url},
                                           field{"email", email}};
inline constexpr object_grammar contact{"Contact Object", contact_fields};
inline constexpr shape contact_shape = object(contact);

inline constexpr std::array license_fields{required("name", text), field{"url", absolute_url}};
inline constexpr object_grammar license{"License Object", license_fields};
inline constexpr shape license_shape = object(license);

inline constexpr std::array tag_fields{required("name", text), field{"description", text},
                                       until(v2_last, {"externalDocs", external_docs_shape}),
                                       since(v3, {"externalDocs", external_docs_or_reference})};
inline constexpr object_grammar tag{"Tag Object", tag_fields};
inline constexpr shape tag_shape = object(tag);
inline constexpr shape tag_or_reference = or_reference(tag_shape);
inline constexpr shape tags{.is = shape::kind::list, .is_distinct = true, .of = &tag_shape};
inline constexpr shape tags_or_references{
    .is = shape::kind::list, .is_distinct = true, .of = &tag_or_reference};

inline constexpr std::array info_fields{required("title", text),
                                        required("version", text),
                                        field{"description", text},
                                        field{"termsOfService", absolute_url},
                                        field{"contact", contact_shape},
                                        field{"license", license_shape},
                                        since(v3, {"tags", tags_or_references}),
                                        since(v3, {"externalDocs", external_docs_or_reference})};
inline constexpr object_grammar info{"Info Object", info_fields};
inline constexpr shape info_shape = object(info);

inline constexpr std::array server_variable_fields{
    field{"enum", distinct_texts}, field{"default", text}, field{"description", text},
    field{"examples", texts}};
inline constexpr object_grammar server_variable{"Server Variable Object", server_variable_fields};
inline constexpr shape server_variable_shape = object(server_variable);
inline constexpr shape server_variable_or_reference = or_reference(server_variable_shape);

inline constexpr std::array correlation_id_fields{field{"description", text},
                                                  required("location", expression)};
inline constexpr object_grammar correlation_id{"Correlation ID Object", correlation_id_fields};
inline constexpr shape correlation_id_or_reference = or_reference(object(correlation_id));

inline constexpr std::array message_example_fields{field{"headers", any_map}, field{"payload", any},
                                                   since({2, 1}, {"name", text}),
                                                   since({2, 1}, {"summary", text})};
inline constexpr object_grammar message_example{"Message Example Object", message_example_fields};
inline constexpr shape message_example_shape = object(message_example);
inline constexpr shape message_examples = list(message_example_shape);

// Security

inline constexpr std::array<std::string_view, 13> security_types{
    "userPassword", "apiKey",      "X509",   "symmetricEncryption", "asymmetricEncryption",
    "httpApiKey",   "http",        "oauth2", "openIdConnect",       "plain",
    "scramSha256",  "scramSha512", "gssapi"};
inline constexpr shape security_type = one_of(security_types);
inline constexpr std::array<std::string_view, 5> key_places{"user", "password", "query", "header",
                                                            "cookie"};
inline constexpr shape key_place = one_of(key_places);

inline constexpr shape scopes = map(text);
inline constexpr std::array oauth_flow_fields{
    field{"authorizationUrl", absolute_url}, field{"tokenUrl", absolute_url},
    field{"refreshUrl", absolute_url}, until(v2_last, required("scopes", scopes)),
    since(v3, required("availableScopes", scopes))};
inline constexpr object_grammar oauth_flow{"OAuth Flow Object", oauth_flow_fields};
inline constexpr shape oauth_flow_shape = object(oauth_flow);

inline constexpr std::array oauth_flows_fields{
    field{"implicit", oauth_flow_shape}, field{"password", oauth_flow_shape},
    field{"clientCredentials", oauth_flow_shape}, field{"authorizationCode", oauth_flow_shape}};
inline constexpr object_grammar oauth_flows{"OAuth Flows Object", oauth_flows_fields};
inline constexpr shape oauth_flows_shape = object(oauth_flows);

inline constexpr std::array security_scheme_fields{required("type", security_type),
                                                   field{"description", text},
                                                   field{"name", text},
                                                   field{"in", key_place},
                                                   field{"scheme", text},
                                                   field{"bearerFormat", text},
                                                   field{"flows", oauth_flows_shape},
                                                   field{"openIdConnectUrl", absolute_url},
                                                   since(v3, {"scopes", texts})};
inline constexpr object_grammar security_scheme{"Security Scheme Object", security_scheme_fields};
inline constexpr shape security_scheme_or_reference = or_reference(object(security_scheme));
inline constexpr shape security_schemes = list(security_scheme_or_reference);

inline constexpr shape requirement = map(texts);
inline constexpr shape security_requirements = list(requirement);

inline constexpr shape server_bindings = bindings(shape::level::server);
inline constexpr shape channel_bindings = bindings(shape::level::channel);
inline constexpr shape operation_bindings = bindings(shape::level::operation);
inline constexpr shape message_bindings = bindings(shape::level::message);

// Components

inline constexpr shape component_variables = map(server_variable_or_reference, key_form::component);
inline constexpr shape component_security = map(security_scheme_or_reference, key_form::component);
inline constexpr shape component_correlation_ids =
    map(correlation_id_or_reference, key_form::component);
inline constexpr shape component_server_bindings = map(server_bindings, key_form::component);
inline constexpr shape component_channel_bindings = map(channel_bindings, key_form::component);
inline constexpr shape component_operation_bindings = map(operation_bindings, key_form::component);
inline constexpr shape component_message_bindings = map(message_bindings, key_form::component);

}  // namespace asyncapi::grammar
