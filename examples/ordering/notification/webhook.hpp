#pragma once

#include <asyncapi/result.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace notification {

/// Where a webhook is.
struct webhook_address {
    bool tls = false;
    std::string host;
    std::string port;
    std::string target;  ///< path and query
};

/// \return `invalid_address` for what is not `http://host[:port][/path]` or `https://...`
asyncapi::result<webhook_address> parse_webhook(std::string_view url);

/// A POST of JSON.
struct webhook_call {
    webhook_address to;
    std::string body;
    std::vector<std::pair<std::string, std::string>> headers;
    std::chrono::milliseconds timeout{5'000};  ///< for all of it
};

/// Makes the call.
///
/// \return the status of the answer; `timed_out`, or what the system says went wrong
boost::asio::awaitable<asyncapi::result<unsigned>> post(boost::asio::any_io_executor executor,
                                                        webhook_call call);

}  // namespace notification
