#pragma once

#include <asyncapi/metadata.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>

namespace asyncapi::websocket {

/// A plain HTTP request on the port of a server.
struct http_request {
    std::string method;  ///< e.g. `GET`; what answers `HEAD` is sent without its body
    std::string target;  ///< as sent: path and query, percent-encoded
    header_map headers;  ///< names in lower case
    std::string body;
    std::string remote_address;
};

/// Its answer. Content-Length and Connection are added.
struct http_response {
    int status = 200;
    std::string content_type = "text/plain; charset=utf-8";
    std::string body = {};
    header_map headers = {};  ///< those with a control character or without a name are not sent
};

struct http_limits {
    std::size_t max_header_bytes = 16 * 1024;  ///< answered 431
    std::size_t max_body_bytes = 64 * 1024;    ///< answered 413
    /// For a whole request to arrive and for its answer to be taken; also how long a connection is
    /// kept for the next one.
    std::chrono::milliseconds timeout{15'000};
};

}  // namespace asyncapi::websocket
