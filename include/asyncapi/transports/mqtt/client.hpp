#pragma once

#include <asyncapi/transport.hpp>
#include <asyncapi/transports/mqtt/options.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <memory>
#include <optional>
#include <string>

namespace asyncapi::mqtt {

namespace detail {
class client_core;
}

/// A connection to an MQTT broker, as a transport.
///
/// It connects as soon as its executor runs, and again when the connection is lost; subscriptions
/// are made again then, and messages that the broker had not confirmed are sent again. While there
/// is no connection messages are queued, up to the limits. Copies share the connection; it is
/// dropped without a word, and the last will is published, when the last one goes without `close`.
/// Call it on its executor only, which must run one handler at a time.
class client {
public:
    client(const asio::any_io_executor& executor, client_options options);

    std::shared_ptr<transport_interface> interface() const;

    connection_state state() const;

    /// What the broker knows this client by.
    const std::string& client_id() const;

    /// Completes when there is a connection: at once if there is.
    ///
    /// \return `timed_out`, `cancelled`, or `closed` when there will be none
    asio::awaitable<result<void>> connected(
        std::optional<time_source::time_point> deadline = {}) const;

    client_statistics statistics() const;

    /// Sends what is queued, waits for the broker to confirm it, and disconnects, within
    /// `client_times::close_timeout`. Without a connection what is queued is lost, and counted.
    void close();

private:
    std::shared_ptr<detail::client_core> core_;
};

}  // namespace asyncapi::mqtt

#ifndef ASYNCAPI_SEPARATE_COMPILATION
#include <asyncapi/transports/mqtt/impl/client.ipp>
#endif
