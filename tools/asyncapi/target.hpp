#pragma once

#include <asyncapi/connector.hpp>
#include <asyncapi/document.hpp>
#include <asyncapi/result.hpp>
#include <asyncapi/transport.hpp>

#include <boost/asio/any_io_executor.hpp>

#include <functional>
#include <string>

namespace asyncapi::tool {

/// A server to talk to, in the words of the command line. What is secret is in the environment:
/// `ASYNCAPI_PASSWORD` and `ASYNCAPI_TOKEN`.
struct target {
    std::string server;  ///< of the document
    std::string url;     ///< in its place
    std::string mqtt_version;
    std::string user;
    std::string ca_file;
    std::string certificate_file;
    std::string key_file;
};

/// What a transport is told of the server. The document's bindings are left out: client id, session
/// and last will are the application's, and another program that took them would end its connection
/// and confirm what waits for it.
result<server_description> describe(const target& at, const document& contract);

/// \param on_loss  called with why each connection was not made, or ended
result<any_transport> connect(const boost::asio::any_io_executor& executor,
                              server_description server, std::function<void(const error&)> on_loss);

}  // namespace asyncapi::tool
