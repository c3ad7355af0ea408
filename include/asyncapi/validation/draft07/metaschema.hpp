#pragma once

#include <string_view>

namespace asyncapi::validation::detail {

/// The URI that draft-07 gives its meta-schema, without fragment.
inline constexpr std::string_view metaschema_uri = "http://json-schema.org/draft-07/schema";

/// The constraints of the draft-07 meta-schema, so that a schema can say that something is a
/// schema without fetching it.
inline constexpr std::string_view metaschema = R"json({
"$id": "http://json-schema.org/draft-07/schema#",
"type": ["object", "boolean"],
"definitions": {
  "count": {"type": "integer", "minimum": 0},
  "schemaArray": {"type": "array", "minItems": 1, "items": {"$ref": "#"}},
  "schemaMap": {"type": "object", "additionalProperties": {"$ref": "#"}},
  "text": {"type": "string"},
  "flag": {"type": "boolean"},
  "names": {"type": "array", "items": {"type": "string"}, "uniqueItems": true},
  "simpleType": {
    "enum": ["array", "boolean", "integer", "null", "number", "object", "string"]
  }
},
"properties": {
  "$id": {"$ref": "#/definitions/text"},
  "$schema": {"$ref": "#/definitions/text"},
  "$ref": {"$ref": "#/definitions/text"},
  "$comment": {"$ref": "#/definitions/text"},
  "title": {"$ref": "#/definitions/text"},
  "description": {"$ref": "#/definitions/text"},
  "readOnly": {"$ref": "#/definitions/flag"},
  "writeOnly": {"$ref": "#/definitions/flag"},
  "examples": {"type": "array"},
  "multipleOf": {"type": "number", "exclusiveMinimum": 0},
  "maximum": {"type": "number"},
  "exclusiveMaximum": {"type": "number"},
  "minimum": {"type": "number"},
  "exclusiveMinimum": {"type": "number"},
  "maxLength": {"$ref": "#/definitions/count"},
  "minLength": {"$ref": "#/definitions/count"},
  "pattern": {"$ref": "#/definitions/text"},
  "additionalItems": {"$ref": "#"},
  "items": {"anyOf": [{"$ref": "#"}, {"$ref": "#/definitions/schemaArray"}]},
  "maxItems": {"$ref": "#/definitions/count"},
  "minItems": {"$ref": "#/definitions/count"},
  "uniqueItems": {"$ref": "#/definitions/flag"},
  "contains": {"$ref": "#"},
  "maxProperties": {"$ref": "#/definitions/count"},
  "minProperties": {"$ref": "#/definitions/count"},
  "required": {"$ref": "#/definitions/names"},
  "additionalProperties": {"$ref": "#"},
  "definitions": {"$ref": "#/definitions/schemaMap"},
  "properties": {"$ref": "#/definitions/schemaMap"},
  "patternProperties": {"$ref": "#/definitions/schemaMap"},
  "dependencies": {
    "type": "object",
    "additionalProperties": {"anyOf": [{"$ref": "#"}, {"$ref": "#/definitions/names"}]}
  },
  "propertyNames": {"$ref": "#"},
  "const": true,
  "enum": {"type": "array"},
  "type": {
    "anyOf": [
      {"$ref": "#/definitions/simpleType"},
      {
        "type": "array",
        "items": {"$ref": "#/definitions/simpleType"},
        "minItems": 1,
        "uniqueItems": true
      }
    ]
  },
  "format": {"$ref": "#/definitions/text"},
  "contentMediaType": {"$ref": "#/definitions/text"},
  "contentEncoding": {"$ref": "#/definitions/text"},
  "if": {"$ref": "#"},
  "then": {"$ref": "#"},
  "else": {"$ref": "#"},
  "allOf": {"$ref": "#/definitions/schemaArray"},
  "anyOf": {"$ref": "#/definitions/schemaArray"},
  "oneOf": {"$ref": "#/definitions/schemaArray"},
  "not": {"$ref": "#"}
}})json";

}  // namespace asyncapi::validation::detail
