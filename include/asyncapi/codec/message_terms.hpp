#pragma once

#include <asyncapi/codec/message_codec.hpp>
#include <asyncapi/codec/payload_terms.hpp>
#include <asyncapi/message.hpp>
#include <asyncapi/result.hpp>

#include <rapidjson/document.h>

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace asyncapi::detail {

/// A document's schema for a part of a message.
struct part_terms {
    payload_terms schema;

    /// Finds where in the document the keyword of a violation stands.
    std::function<void(violation&)> locate;

    result<void> check(const rapidjson::Value& json, std::string_view message) const;

    /// \param json  which satisfies the schema of its C++ type
    result<void> check(std::string_view json, std::string_view message) const;
};

/// What a document asks of a message beyond its C++ definition.
struct message_terms {
    part_terms payload;
    std::optional<part_terms> headers;  ///< of those that the definition declares
    std::string correlation_id;         ///< runtime expression; empty: what the definition says
    std::string reply_address;          ///< of a request: runtime expression; empty: the metadata
    std::optional<part_terms> correlation_data;  ///< of the correlation id, if there is one
    std::optional<part_terms> response_topic;    ///< of the reply address, if there is one
};

}  // namespace asyncapi::detail

#ifndef ASYNCAPI_SEPARATE_COMPILATION
#include <asyncapi/codec/impl/message_terms.ipp>
#endif
