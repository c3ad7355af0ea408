#pragma once

#include <cstddef>
#include <span>
#include <string_view>

namespace asyncapi {

/// A message as a document declares it, in a header that was made of the document.
struct declared_message {
    std::string_view name;
    std::string_view content_type;    ///< empty: not said
    std::string_view correlation_id;  ///< runtime expression; empty: none
    std::string_view payload;         ///< JSON Schema that refers to nothing outside
    std::string_view headers;         ///< the same; empty: none are declared
};

/// An operation as a document declares it. Messages are indices into the document's `messages`.
struct declared_operation {
    std::string_view id;
    bool is_sent = false;  ///< by the application that the document describes
    std::string_view address;
    std::span<const std::size_t> messages;
    bool has_reply = false;
    std::span<const std::size_t> replies = {};
};

}  // namespace asyncapi
