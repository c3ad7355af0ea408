#pragma once

#include <asyncapi/transports/websocket/detail/beast_stream.hpp>
#include <asyncapi/transports/websocket/detail/tls.hpp>

#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/error.hpp>

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace asyncapi::websocket::detail {

/// From a name to a WebSocket: resolve, connect to the first address that answers, TLS, handshake.
class outgoing_stream final : public message_stream,
                              public std::enable_shared_from_this<outgoing_stream> {
public:
    using tcp = asio::ip::tcp;

    outgoing_stream(const asio::any_io_executor& executor, const client_target& target,
                    const tls_options& tls, const stream_limits& limits,
                    std::weak_ptr<stream_events> owner)
        : executor_{executor},
          resolver_{executor},
          socket_{executor},
          target_{target},
          tls_{tls},
          limits_{limits},
          owner_{std::move(owner)} {}

    void start() {
        error_code code;
        const auto address = asio::ip::make_address(target_.host, code);
        std::uint16_t port = 0;
        for (const char digit : target_.port)
            port = static_cast<std::uint16_t>(port * 10 + (digit - '0'));
        if (!code) {
            // No detour over the resolver's thread.
            endpoints_.emplace_back(address, port);
            connect(asio::error::host_unreachable);
            return;
        }
        resolver_.async_resolve(
            target_.host, target_.port, tcp::resolver::numeric_service,
            [self = shared_from_this()](error_code why, const tcp::resolver::results_type& found) {
                if (why) return self->fail({why, self->target_.host});
                for (const auto& each : found) self->endpoints_.push_back(each.endpoint());
                self->connect(asio::error::host_not_found);
            });
    }

    void read() override { pump_->read(); }
    void write(std::string message, bool binary) override {
        pump_->write(std::move(message), binary);
    }
    void ping() override { pump_->ping(); }
    void close(const close_reason& reason) override { pump_->close(reason); }

    void abort() noexcept override {
        owner_.reset();
        resolver_.cancel();
        error_code ignored;
        socket_.close(ignored);
        if (pump_) {
            pump_->abort();
        } else if (below_) {
            below_->close();
        }
    }

    bool flushed() const noexcept override { return below_->flushed(); }
    std::uint64_t bytes_received() const noexcept override { return below_->bytes_received(); }

private:
    void connect(error_code last) {
        if (owner_.expired()) return;
        if (next_ == endpoints_.size()) return fail({last, target_.host + ":" + target_.port});
        error_code ignored;
        socket_.close(ignored);
        socket_ = tcp::socket{executor_};
        socket_.async_connect(endpoints_[next_++],
                              completion{[self = shared_from_this()](error_code code, std::size_t) {
                                  if (code) return self->connect(code);
                                  self->secure();
                              }});
    }

    void secure() {
        error_code ignored;
        socket_.set_option(tcp::no_delay{true}, ignored);
        socket_.set_option(asio::socket_base::keep_alive{true}, ignored);
        std::unique_ptr<socket> connected;
        if (target_.secure) {
            auto context = make_tls_context(tls_, false);
            if (!context) return fail(context.error());
            auto encrypted = std::make_unique<tls_socket>(std::move(socket_), *context,
                                                          asio::ssl::stream_base::client);
            tls_handle_ = encrypted->stream().native_handle();
            if (!expect_host(tls_handle_, host_name(), tls_.verify))
                return fail({asio::error::no_memory, host_name()});
            connected = std::move(encrypted);
        } else {
            connected = std::make_unique<plain_socket>(std::move(socket_));
        }
        below_ = std::make_shared<buffered_socket>(std::move(connected));
        below_->handshake(completion{[self = shared_from_this()](error_code code, std::size_t) {
            if (code) return self->fail({code, self->handshake_problem()});
            if (self->owner_.expired()) return;
            self->pump_ =
                std::make_shared<websocket_pump>(self->below_, self->limits_, self->owner_);
            self->pump_->connect(self->target_);
        }});
    }

    const std::string& host_name() const noexcept {
        return tls_.host_name.empty() ? target_.host : tls_.host_name;
    }

    std::string handshake_problem() const {
        const auto problem = tls_.verify ? certificate_problem(tls_handle_) : std::string{};
        if (problem.empty()) return "no TLS with " + target_.host + ":" + target_.port;
        return "the certificate of " + host_name() + ": " + problem;
    }

    void fail(const error& why) {
        const auto owner = std::exchange(owner_, {}).lock();
        if (below_) below_->close();
        if (owner) owner->on_end({}, why);
    }

    asio::any_io_executor executor_;
    tcp::resolver resolver_;
    tcp::socket socket_;
    const client_target target_;
    const tls_options tls_;
    const stream_limits limits_;
    std::weak_ptr<stream_events> owner_;
    std::vector<tcp::endpoint> endpoints_;
    std::size_t next_ = 0;
    SSL* tls_handle_ = nullptr;  // of `below_`
    std::shared_ptr<buffered_socket> below_;
    std::shared_ptr<websocket_pump> pump_;
};

}  // namespace asyncapi::websocket::detail
