#pragma once

#include <asyncapi/document.hpp>

#include <string>
#include <vector>

namespace asyncapi {

/// A schema of a document, and the language it is written in.
struct schema_model {
    document_value schema;  ///< empty: anything is allowed
    std::string format;     ///< `schemaFormat`; empty: AsyncAPI's own
};

/// A message as a channel or an operation names it, with its traits applied.
struct message_model {
    std::string name;  ///< `name`, else `messageId`, else the key it stands under
    std::string key;   ///< under which the channel, or `components`, has it; may be empty
    schema_model payload;
    schema_model headers;
    std::string content_type;    ///< its own, else `defaultContentType`, else empty
    std::string correlation_id;  ///< the runtime expression of its correlation id; may be empty
    document_value object;       ///< the Message Object, without its traits
    document_value bindings;
};

}  // namespace asyncapi
