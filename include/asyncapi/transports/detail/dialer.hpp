#pragma once

#include <asyncapi/result.hpp>
#include <asyncapi/transports/detail/buffered_socket.hpp>
#include <asyncapi/transports/detail/tls.hpp>
#include <asyncapi/transports/options.hpp>

#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace asyncapi::detail {

struct destination {
    bool secure = false;
    std::string host;  ///< an IPv6 address without brackets
    std::string port;  ///< a number
};

/// From a name to a connection: resolve, connect to the first address that answers, TLS.
class dialer final : public std::enable_shared_from_this<dialer> {
public:
    using tcp = asio::ip::tcp;
    using on_done = unique_function<void(result<std::shared_ptr<buffered_socket>>)>;

    /// \param poll  for the connection; may be nullptr
    dialer(const asio::any_io_executor& executor, destination to, tls_options tls,
           std::shared_ptr<busy_poll> poll = {})
        : executor_{executor},
          resolver_{executor},
          socket_{executor},
          to_{std::move(to)},
          tls_{std::move(tls)},
          poll_{std::move(poll)} {}

    /// \param done  called once, unless `abort` comes first
    void start(on_done done) {
        done_ = std::move(done);
        error_code code;
        const auto address = asio::ip::make_address(to_.host, code);
        if (!code) {
            // No detour over the resolver's thread.
            std::uint16_t port = 0;
            for (const char digit : to_.port)
                port = static_cast<std::uint16_t>(port * 10 + (digit - '0'));
            endpoints_.emplace_back(address, port);
            connect(asio::error::host_unreachable);
            return;
        }
        resolver_.async_resolve(
            to_.host, to_.port, tcp::resolver::numeric_service,
            [self = shared_from_this()](error_code why, const tcp::resolver::results_type& found) {
                if (why) return self->fail({why, self->to_.host});
                for (const auto& each : found) self->endpoints_.push_back(each.endpoint());
                self->connect(asio::error::host_not_found);
            });
    }

    void abort() noexcept {
        done_ = {};
        resolver_.cancel();
        error_code ignored;
        socket_.close(ignored);
        if (below_) below_->close();
    }

private:
    void connect(error_code last) {
        if (!done_) return;
        if (next_ == endpoints_.size()) return fail({last, to_.host + ":" + to_.port});
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
        if (!done_) return;
        error_code ignored;
        socket_.set_option(tcp::no_delay{true}, ignored);
        socket_.set_option(asio::socket_base::keep_alive{true}, ignored);
        std::unique_ptr<socket> connected;
        if (to_.secure) {
            auto context = make_tls_context(tls_, false);
            if (!context) return fail(context.error());
            auto encrypted = std::make_unique<tls_socket>(std::move(socket_), *context,
                                                          asio::ssl::stream_base::client);
            tls_handle_ = encrypted->stream().native_handle();
            if (!expect_host(tls_handle_, host_name(), tls_.verify) ||
                !offer_protocols(tls_handle_, tls_.application_protocols))
                return fail({asio::error::no_memory, host_name()});
            connected = std::move(encrypted);
        } else {
            connected = std::make_unique<plain_socket>(std::move(socket_));
        }
        below_ = std::make_shared<buffered_socket>(std::move(connected), poll_);
        below_->handshake(completion{[self = shared_from_this()](error_code code, std::size_t) {
            if (code) return self->fail({code, self->handshake_problem()});
            auto done = std::exchange(self->done_, {});
            if (done) done(std::exchange(self->below_, nullptr));
        }});
    }

    const std::string& host_name() const noexcept {
        return tls_.host_name.empty() ? to_.host : tls_.host_name;
    }

    std::string handshake_problem() const {
        const auto problem = tls_.verify ? certificate_problem(tls_handle_) : std::string{};
        if (problem.empty()) return "no TLS with " + to_.host + ":" + to_.port;
        return "the certificate of " + host_name() + ": " + problem;
    }

    void fail(const error& why) {
        auto done = std::exchange(done_, {});
        if (below_) below_->close();
        if (done) done(why);
    }

    asio::any_io_executor executor_;
    tcp::resolver resolver_;
    tcp::socket socket_;
    const destination to_;
    const tls_options tls_;
    const std::shared_ptr<busy_poll> poll_;
    on_done done_;
    std::vector<tcp::endpoint> endpoints_;
    std::size_t next_ = 0;
    SSL* tls_handle_ = nullptr;  // of `below_`
    std::shared_ptr<buffered_socket> below_;
};

}  // namespace asyncapi::detail
