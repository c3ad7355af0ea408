#pragma once

#include <cstdint>
#include <string_view>

namespace asyncapi {

/// In which language a payload's schema is written.
enum class schema_language : std::uint8_t {
    asyncapi,     ///< AsyncAPI's Schema Object: draft-07 and a little more
    json_schema,  ///< draft-07 or earlier
    openapi,      ///< OpenAPI 3.0's Schema Object
    avro,
    protobuf,
    raml,
    unknown,
};

/// \param format  a `schemaFormat`; empty: AsyncAPI's own
/// \see AsyncAPI 3.0.0, Multi Format Schema Object, "Schema formats table"
constexpr schema_language language_of(std::string_view format) {
    if (format.empty() || format.starts_with("application/vnd.aai.asyncapi"))
        return schema_language::asyncapi;
    if (format.starts_with("application/schema+json") ||
        format.starts_with("application/schema+yaml"))
        return schema_language::json_schema;
    if (format.starts_with("application/vnd.oai.openapi")) return schema_language::openapi;
    if (format.starts_with("application/vnd.apache.avro")) return schema_language::avro;
    if (format.starts_with("application/vnd.google.protobuf")) return schema_language::protobuf;
    if (format.starts_with("application/raml+yaml")) return schema_language::raml;
    return schema_language::unknown;
}

/// \return whether the library can hold messages to such a schema
constexpr bool is_enforceable(schema_language language) {
    return language == schema_language::asyncapi || language == schema_language::json_schema ||
           language == schema_language::openapi;
}

}  // namespace asyncapi
