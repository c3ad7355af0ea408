#pragma once

#include <asyncapi/codec/message_codec.hpp>
#include <asyncapi/codec/payload_terms.hpp>
#include <asyncapi/message.hpp>
#include <asyncapi/result.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace asyncapi::detail {

/// What a document asks of a message beyond its C++ definition.
struct message_terms {
    payload_terms payload;
    std::optional<payload_terms> headers;  ///< of those that the definition declares
    std::string correlation_id;            ///< runtime expression; empty: what the definition says

    /// \param json  the payload, which satisfies the schema of its C++ type
    result<void> check(std::string_view json, std::string_view message) const;
};

}  // namespace asyncapi::detail

#ifndef ASYNCAPI_SEPARATE_COMPILATION
#include <asyncapi/codec/impl/message_terms.ipp>
#endif
