#pragma once

#include <asyncapi/transports/detail/tls.hpp>
#include <asyncapi/transports/websocket/detail/server_stream.hpp>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <memory>
#include <string>
#include <utility>

namespace asyncapi::websocket::detail {

using asyncapi::detail::make_tls_context;
using asyncapi::detail::plain_socket;
using asyncapi::detail::socket;
using asyncapi::detail::tls_socket;

class tcp_listener final : public listener, public std::enable_shared_from_this<tcp_listener> {
public:
    using tcp = asio::ip::tcp;

    tcp_listener(const asio::any_io_executor& executor, std::shared_ptr<asio::ssl::context> tls,
                 const stream_limits& limits)
        : executor_{executor},
          acceptor_{executor},
          pause_{executor},
          accepted_{executor},
          tls_{std::move(tls)},
          limits_{limits},
          poll_{asyncapi::detail::make_busy_poll(executor, limits.busy_poll)} {}

    error_code open(const tcp::endpoint& where) {
        error_code code;
        acceptor_.open(where.protocol(), code);
        if (!code) acceptor_.set_option(tcp::acceptor::reuse_address{true}, code);
        if (!code) acceptor_.bind(where, code);
        if (!code) acceptor_.listen(asio::socket_base::max_listen_connections, code);
        if (!code) port_ = acceptor_.local_endpoint(code).port();
        return code;
    }

    void start(std::weak_ptr<listener_events> owner) override {
        owner_ = std::move(owner);
        accept();
    }

    std::uint16_t port() const noexcept override { return port_; }

    void close() noexcept override {
        owner_.reset();
        error_code ignored;
        acceptor_.close(ignored);
        pause_.cancel();
    }

private:
    void accept() {
        accepted_ = tcp::socket{executor_};
        acceptor_.async_accept(
            accepted_, completion{[self = shared_from_this()](error_code code, std::size_t) {
                const auto owner = self->owner_.lock();
                if (!owner) return;
                if (!code) {
                    self->hand_over(*owner);
                    return self->accept();
                }
                if (!self->acceptor_.is_open()) return;
                // Out of file descriptors, as a rule: the next attempt at once would fail as well.
                self->pause_.expires_after(std::chrono::milliseconds{100});
                self->pause_.async_wait(completion{[self](error_code why, std::size_t) {
                    if (!why && !self->owner_.expired()) self->accept();
                }});
            }});
    }

    void hand_over(listener_events& owner) {
        error_code code;
        const auto remote = accepted_.remote_endpoint(code);
        if (code) return;
        if (!owner.has_room()) return turn_away();
        accepted_.set_option(tcp::no_delay{true}, code);
        accepted_.set_option(asio::socket_base::keep_alive{true}, code);
        std::unique_ptr<socket> connected;
        if (tls_) {
            connected = std::make_unique<tls_socket>(std::move(accepted_), tls_,
                                                     asio::ssl::stream_base::server);
        } else {
            connected = std::make_unique<plain_socket>(std::move(accepted_));
        }
        owner.on_accept(std::make_shared<incoming_stream>(std::move(connected), tls_ != nullptr,
                                                          limits_, remote, poll_));
    }

    // Costs nothing that lasts: what does not go out at once does not go out.
    void turn_away() {
        error_code code;
        if (!tls_) {
            static constexpr std::string_view text =
                "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nConnection: "
                "close\r\n\r\n";
            accepted_.non_blocking(true, code);
            accepted_.write_some(asio::buffer(text.data(), text.size()), code);
        }
        accepted_.shutdown(tcp::socket::shutdown_both, code);
        accepted_.close(code);
    }

    asio::any_io_executor executor_;
    tcp::acceptor acceptor_;
    asio::steady_timer pause_;
    tcp::socket accepted_;
    std::shared_ptr<asio::ssl::context> tls_;
    const stream_limits limits_;
    const std::shared_ptr<busy_poll> poll_;  // of all connections
    std::weak_ptr<listener_events> owner_;
    std::uint16_t port_ = 0;
};

}  // namespace asyncapi::websocket::detail
