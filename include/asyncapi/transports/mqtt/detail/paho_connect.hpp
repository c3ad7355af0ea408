#pragma once

#include <asyncapi/detail/unique_function.hpp>
#include <asyncapi/error.hpp>
#include <asyncapi/result.hpp>
#include <asyncapi/transports/detail/socket.hpp>
#include <asyncapi/transports/mqtt/detail/bridge.hpp>
#include <asyncapi/transports/mqtt/detail/frames.hpp>
#include <asyncapi/transports/mqtt/detail/own_socket.hpp>
#include <asyncapi/transports/mqtt/detail/packet_bounds.hpp>
#include <asyncapi/transports/mqtt/detail/paho_client.hpp>
#include <asyncapi/transports/mqtt/detail/paho_threads.hpp>
#include <asyncapi/transports/mqtt/options.hpp>

#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>

#include <array>
#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace asyncapi::mqtt::detail {

using asyncapi::detail::completion;
using boost::system::error_code;

/// Has Paho make the packet with which a client connects.
///
/// A client of Paho's believes to talk to a broker, and talks to a socket of this process. Nothing
/// is ever said to it: Paho takes what it reads of one client for another's when, between reading
/// and looking at it, the one was destroyed and the other one's socket got the same descriptor.
/// That is why these sockets stay open until the client is gone, too.
class paho_connect : public std::enable_shared_from_this<paho_connect> {
public:
    /// Called once at most, and not after `close`; with a view that is good during the call.
    using on_packet = asyncapi::detail::unique_function<void(result<std::string_view>)>;

    paho_connect(const asio::any_io_executor& executor, const client_options& options)
        : bridge_{std::make_shared<bridge>(executor)},
          near_{std::make_shared<near_side>(executor)},
          alarm_{executor},
          version_{options.version},
          reader_{max_packet_bytes_of_paho(options.limits)} {}
    ~paho_connect() { close(); }
    paho_connect(const paho_connect&) = delete;
    paho_connect& operator=(const paho_connect&) = delete;

    /// \param wishes  what Paho is to ask the broker for
    /// \return why it cannot begin
    result<void> start(const std::string& client_id, const ::mqtt::connect_options& wishes,
                       on_packet handler) {
        error_code code;
        const tcp::endpoint here{asio::ip::address_v4::loopback(), 0};
        auto& acceptor = near_->acceptor;
        acceptor.open(here.protocol(), code);
        if (!code) acceptor.bind(here, code);
        if (!code) acceptor.listen(1, code);
        const auto port = code ? tcp::endpoint{} : acceptor.local_endpoint(code);
        if (code) return error{code, "the socket for Paho"};
        handler_ = std::move(handler);
        accept();
        bridge_->open([weak = weak_from_this()] {
            if (const auto self = weak.lock())
                self->finish(error{errc::protocol_error, "Paho gave the connection up"});
        });
        const auto uri = "tcp://127.0.0.1:" + std::to_string(port.port());
        client_ = std::make_unique<paho_client>(uri, client_id, version_, bridge_);
        if (client_->connect(wishes)) return {};
        return error{errc::unsupported, "Paho cannot connect so"};
    }

    void close() {
        if (std::exchange(closed_, true)) return;
        handler_ = {};
        bridge_->close();
        alarm_.cancel();
        auto listening = open_file::of(near_->acceptor);
        auto connected = open_file::of(near_->socket);
        if (client_) client_->outlived_by(std::move(listening), std::move(connected));
        client_.reset();
    }

private:
    using tcp = asio::ip::tcp;

    /// This side of the connection, which lasts as long as something happens on it.
    struct near_side {
        explicit near_side(const asio::any_io_executor& executor)
            : socket{executor}, acceptor{executor} {}
        tcp::socket socket;
        tcp::acceptor acceptor;
        std::array<char, 4096> input{};
    };

    void accept() {
        near_->acceptor.async_accept(
            near_->socket,
            completion{[weak = weak_from_this(), side = near_](error_code code, std::size_t) {
                const auto self = weak.lock();
                if (!self || self->closed_) return;
                if (code) return self->finish(error{code, "the socket for Paho"});
                self->on_accept();
            }});
    }

    void on_accept() {
        error_code code;
        const auto peer = near_->socket.remote_endpoint(code);
        if (code || !is_own_socket(peer)) {
            near_->socket.close(code);
            return accept();
        }
        wake_until_it_speaks();
        read();
    }

    // A wake is lost while Paho's sending thread has not told the receiving one what to look for.
    // Its threads keep real time, so this does as well.
    void wake_until_it_speaks() {
        if (spoke_ || closed_) return;
        paho_threads::instance().wake();
        alarm_.expires_after(std::chrono::milliseconds{10});
        alarm_.async_wait([weak = weak_from_this()](error_code code) {
            const auto self = weak.lock();
            if (self && !code) self->wake_until_it_speaks();
        });
    }

    void read() {
        near_->socket.async_read_some(
            asio::buffer(near_->input),
            completion{[weak = weak_from_this(), side = near_](error_code code, std::size_t bytes) {
                const auto self = weak.lock();
                if (!self || self->closed_) return;
                if (code) return self->finish(error{code, "Paho closed the connection"});
                self->take({side->input.data(), bytes});
            }});
    }

    void take(std::string_view input) {
        spoke_ = true;
        const auto fed = reader_.feed(input, [this](const frame& said) {
            finish(said.type == packet::connect
                       ? result<std::string_view>{said.whole}
                       : error{errc::protocol_error, "Paho did not begin with CONNECT"});
            return false;
        });
        if (closed_) return;
        if (!fed) return finish(fed.error());
        read();
    }

    void finish(const result<std::string_view>& with) {
        const auto self = shared_from_this();
        auto handler = std::exchange(handler_, {});
        close();
        if (handler) handler(with);
    }

    const std::shared_ptr<bridge> bridge_;
    on_packet handler_;
    const std::shared_ptr<near_side> near_;
    asio::steady_timer alarm_;
    const version version_;
    frame_reader reader_;
    std::unique_ptr<paho_client> client_;
    bool spoke_ = false;
    bool closed_ = false;
};

}  // namespace asyncapi::mqtt::detail
