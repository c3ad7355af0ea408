#pragma once

#include <asyncapi/document/grammar/shape.hpp>

#include <array>
#include <string_view>

namespace asyncapi::grammar {

inline constexpr specification_version v2_last{2, 99};
inline constexpr specification_version v3{3, 0};

inline constexpr std::array external_docs_fields{field{"description", text},
                                                 required("url", absolute_url)};
inline constexpr object_grammar external_docs{"External Documentation Object",
                                              external_docs_fields};
inline constexpr shape external_docs_shape = object(external_docs);
inline constexpr shape external_docs_or_reference = or_reference(external_docs_shape);

inline constexpr shape distinct_texts{.is = shape::kind::list, .is_distinct = true, .of = &text};

inline constexpr std::array<std::string_view, 7> json_types{"array",  "boolean", "integer", "null",
                                                            "number", "object",  "string"};
inline constexpr shape json_type = one_of(json_types);
inline constexpr shape json_type_list{
    .is = shape::kind::list, .is_distinct = true, .of = &json_type};
inline constexpr shape json_type_or_list = or_else(json_type, json_type_list);
inline constexpr shape regex{.is = shape::kind::text, .form = text_form::regex};
inline constexpr shape positive{.is = shape::kind::number, .above = 0};
inline constexpr shape anything_listed = list(any);
inline constexpr shape schema_list = list(schema);
inline constexpr shape schema_or_list = or_else(schema, schema_list);
inline constexpr shape schema_map = map(schema);
inline constexpr shape schema_map_by_regex = map(schema, key_form::regex);
inline constexpr shape dependency = or_else(schema, distinct_texts);
inline constexpr shape dependency_map = map(dependency);

/// Draft-07 and what AsyncAPI adds. Other members are annotations.
///
/// \see JSON Schema Validation, draft-07, section 6
inline constexpr std::array schema_fields{field{"title", text},
                                          field{"description", text},
                                          field{"type", json_type_or_list},
                                          field{"enum", anything_listed},
                                          field{"multipleOf", positive},
                                          field{"maximum", number},
                                          field{"exclusiveMaximum", number},
                                          field{"minimum", number},
                                          field{"exclusiveMinimum", number},
                                          field{"maxLength", natural},
                                          field{"minLength", natural},
                                          field{"pattern", regex},
                                          field{"items", schema_or_list},
                                          field{"additionalItems", schema},
                                          field{"maxItems", natural},
                                          field{"minItems", natural},
                                          field{"uniqueItems", boolean},
                                          field{"contains", schema},
                                          field{"maxProperties", natural},
                                          field{"minProperties", natural},
                                          field{"required", distinct_texts},
                                          field{"properties", schema_map},
                                          field{"patternProperties", schema_map_by_regex},
                                          field{"additionalProperties", schema},
                                          field{"dependencies", dependency_map},
                                          field{"propertyNames", schema},
                                          field{"if", schema},
                                          field{"then", schema},
                                          field{"else", schema},
                                          field{"allOf", schema_list},
                                          field{"anyOf", schema_list},
                                          field{"oneOf", schema_list},
                                          field{"not", schema},
                                          field{"definitions", schema_map},
                                          field{"format", text},
                                          field{"contentEncoding", text},
                                          field{"contentMediaType", text},
                                          field{"readOnly", boolean},
                                          field{"writeOnly", boolean},
                                          field{"examples", anything_listed},
                                          field{"discriminator", text},
                                          field{"externalDocs", external_docs_or_reference},
                                          field{"deprecated", boolean}};
inline constexpr object_grammar schema_object{"Schema Object", schema_fields, true};

}  // namespace asyncapi::grammar
