#pragma once

#include <asyncapi/detail/config.hpp>
#include <asyncapi/result.hpp>
#include <asyncapi/transports/websocket/detail/outgoing.hpp>
#include <asyncapi/transports/websocket/http.hpp>
#include <asyncapi/transports/websocket/options.hpp>

#include <boost/asio/any_io_executor.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

// What the transport asks of the network, so that only `impl/wire.ipp` needs Beast. All calls and
// events are on one executor; no event comes from inside a call; none comes after `on_end` or
// `abort`.

namespace asyncapi::websocket::detail {

/// What a connection tells its owner.
class stream_events {
public:
    /// The handshake is done: messages can be read and written.
    virtual void on_open(std::string_view subprotocol) = 0;
    /// The message that `read` asked for. The bytes are valid until this returns.
    virtual void on_message(std::string_view bytes, bool binary) = 0;
    /// After one or more messages, when no other can be read at once.
    virtual void on_pause() = 0;
    /// The stream can take more, after it was not ready.
    virtual void on_ready() = 0;
    /// All that was written so far has been handed to the system.
    virtual void on_flushed() = 0;
    /// The connection is being closed, by whomever; it ends when the other side does its part.
    virtual void on_closing() = 0;
    virtual void on_end(const close_reason& reason, const error& why) = 0;

protected:
    ~stream_events() = default;
};

/// One connection.
class message_stream {
public:
    virtual ~message_stream() = default;

    virtual void read() = 0;  ///< one at a time
    /// Whether it takes a message now: it does as long as what is not sent is below a bound.
    virtual bool ready() const noexcept = 0;
    /// Takes the message over: nothing of it is needed any more. Ask `ready` first.
    virtual void write(const outgoing& message) = 0;
    virtual void ping() = 0;
    virtual void close(const close_reason& reason) = 0;
    virtual void abort() noexcept = 0;

    virtual bool flushed() const noexcept = 0;
    /// Grows with everything that comes in.
    virtual std::uint64_t bytes_received() const noexcept = 0;
};

struct stream_limits {
    std::size_t max_message_bytes = 0;
    std::chrono::microseconds busy_poll{0};
    http_limits http = {};
};

struct client_target {
    bool secure = false;
    std::string host;
    std::string port;
    std::string host_header;
    std::string target;
    std::string subprotocol;  ///< to ask for; empty: none
    header_map headers;
};

/// Connects, with TLS if asked for, and does the handshake.
std::shared_ptr<message_stream> open_client_stream(const asio::any_io_executor& executor,
                                                   const client_target& target,
                                                   const tls_options& tls,
                                                   const stream_limits& limits,
                                                   std::weak_ptr<stream_events> owner);

/// An answer to a request to open a WebSocket.
struct upgrade_accepted {
    std::string subprotocol;  ///< empty: none
};
using upgrade_answer = std::variant<upgrade_accepted, http_response>;

class server_stream_events : public stream_events {
public:
    /// \param encrypted  the request came over TLS
    virtual upgrade_answer on_upgrade(const http_request& request, bool encrypted) = 0;
    virtual http_response on_request(const http_request& request) = 0;

protected:
    ~server_stream_events() = default;
};

/// A connection that was accepted: first HTTP, then perhaps a WebSocket.
class server_stream : public message_stream {
public:
    virtual void start(std::weak_ptr<server_stream_events> owner) = 0;
    virtual const std::string& remote_address() const noexcept = 0;
    virtual std::uint16_t remote_port() const noexcept = 0;
};

class listener_events {
public:
    virtual void on_accept(std::shared_ptr<server_stream> stream) = 0;
    /// Asked for each connection; when not, it is answered 503 and closed.
    virtual bool has_room() = 0;

protected:
    ~listener_events() = default;
};

class listener {
public:
    virtual ~listener() = default;
    virtual void start(std::weak_ptr<listener_events> owner) = 0;
    virtual std::uint16_t port() const noexcept = 0;
    virtual void close() noexcept = 0;
};

result<std::shared_ptr<listener>> open_listener(const asio::any_io_executor& executor,
                                                const std::string& address, std::uint16_t port,
                                                const std::optional<tls_options>& tls,
                                                const stream_limits& limits);

}  // namespace asyncapi::websocket::detail
