#pragma once

#include <asyncapi/transports/detail/buffered_socket.hpp>
#include <asyncapi/transports/mqtt/detail/bridge.hpp>
#include <asyncapi/transports/mqtt/detail/frames.hpp>
#include <asyncapi/transports/mqtt/detail/own_socket.hpp>
#include <asyncapi/transports/mqtt/detail/packet_bounds.hpp>
#include <asyncapi/transports/mqtt/detail/paho_client.hpp>
#include <asyncapi/transports/mqtt/detail/paho_threads.hpp>
#include <asyncapi/transports/mqtt/options.hpp>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace asyncapi::mqtt::detail {

using asyncapi::detail::buffered_socket;
using asyncapi::detail::completion;
using boost::system::error_code;

/// Who talks to Paho.
class paho_user {
public:
    /// Paho has connected to this process: it may be read and written.
    virtual void on_paho_joined() = 0;
    /// A packet that Paho sends.
    virtual void on_paho_frame(const frame& said) = 0;
    virtual void on_paho_end(const error& why) = 0;

protected:
    ~paho_user() = default;
};

/// A client of Paho's that believes to talk to a broker, and the socket on which it does.
class paho_link : public std::enable_shared_from_this<paho_link> {
public:
    using tcp = asio::ip::tcp;

    paho_link(const asio::any_io_executor& executor, const client_options& options,
              std::weak_ptr<paho_user> user)
        : bridge_{std::make_shared<bridge>(executor)},
          local_socket_{executor},
          acceptor_{executor},
          alarm_{executor},
          version_{options.version},
          from_paho_{max_packet_bytes_of_paho(options.limits)},
          user_{std::move(user)} {}

    /// \param wishes  what Paho is to ask the broker for
    /// \return why it cannot begin
    result<void> start(const std::string& client_id, const ::mqtt::connect_options& wishes) {
        error_code code;
        const tcp::endpoint here{asio::ip::address_v4::loopback(), 0};
        acceptor_.open(here.protocol(), code);
        if (!code) acceptor_.bind(here, code);
        if (!code) acceptor_.listen(1, code);
        const auto port = code ? tcp::endpoint{} : acceptor_.local_endpoint(code);
        if (code) return error{code, "the socket for Paho"};
        accept();
        bridge_->open([weak = weak_from_this()] {
            const auto self = weak.lock();
            const auto user = self ? self->user_.lock() : nullptr;
            if (user) user->on_paho_end({errc::protocol_error, "Paho gave the connection up"});
        });
        const auto uri = "tcp://127.0.0.1:" + std::to_string(port.port());
        client_ = std::make_unique<paho_client>(uri, client_id, version_, bridge_);
        if (client_->connect(wishes)) return {};
        return error{errc::unsupported, "Paho cannot connect so"};
    }

    void send(std::string_view bytes) { local_->send(bytes); }

    /// Takes what Paho sends next.
    void read() {
        local_->fill(completion{[weak = weak_from_this()](error_code code, std::size_t) {
            const auto self = weak.lock();
            const auto user = self ? self->user_.lock() : nullptr;
            if (!user) return;
            if (code) return user->on_paho_end({code, "Paho closed the connection"});
            self->take(*user);
        }});
    }

    void close() {
        user_.reset();
        bridge_->close();
        alarm_.cancel();
        error_code ignored;
        acceptor_.close(ignored);
        if (local_) local_->close();
        client_.reset();
    }

private:
    void accept() {
        acceptor_.async_accept(local_socket_,
                               completion{[weak = weak_from_this()](error_code code, std::size_t) {
                                   const auto self = weak.lock();
                                   const auto user = self ? self->user_.lock() : nullptr;
                                   if (!user) return;
                                   if (code)
                                       return user->on_paho_end({code, "the socket for Paho"});
                                   self->on_accept(*user);
                               }});
    }

    void on_accept(paho_user& user) {
        error_code code;
        const auto peer = local_socket_.remote_endpoint(code);
        if (code || !adopt_own_socket(peer)) {
            local_socket_.close(code);
            return accept();
        }
        acceptor_.close(code);
        wake_until_it_speaks();
        local_socket_.set_option(tcp::no_delay{true}, code);
        local_ = std::make_shared<buffered_socket>(
            std::make_unique<asyncapi::detail::plain_socket>(std::move(local_socket_)));
        user.on_paho_joined();
    }

    // A wake is lost while Paho's sending thread has not told the receiving one what to look for.
    // Its threads keep real time, so this does as well.
    void wake_until_it_speaks() {
        if (spoke_ || user_.expired()) return;
        paho_threads::instance().wake();
        alarm_.expires_after(std::chrono::milliseconds{10});
        alarm_.async_wait([weak = weak_from_this()](error_code code) {
            const auto self = weak.lock();
            if (self && !code) self->wake_until_it_speaks();
        });
    }

    void take(paho_user& user) {
        spoke_ = true;
        const auto input = local_->input();
        const auto fed = from_paho_.feed(input, [&](const frame& each) {
            user.on_paho_frame(each);
            return !user_.expired();
        });
        if (user_.expired()) return;
        if (!fed) return user.on_paho_end(fed.error());
        local_->consume(input.size());
        read();
    }

    const std::shared_ptr<bridge> bridge_;
    tcp::socket local_socket_;
    tcp::acceptor acceptor_;
    asio::steady_timer alarm_;
    bool spoke_ = false;
    const version version_;
    frame_reader from_paho_;
    std::weak_ptr<paho_user> user_;
    std::shared_ptr<buffered_socket> local_;
    std::unique_ptr<paho_client> client_;
};

}  // namespace asyncapi::mqtt::detail
