#pragma once

#include <asyncapi/transports/mqtt/detail/frames.hpp>

#include <support/drive.hpp>
#include "packets.hpp"

#include <doctest/doctest.h>
#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/write.hpp>

#include <array>
#include <cstddef>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace testing_mqtt {

namespace asio = boost::asio;
using asyncapi::mqtt::detail::packet;
using tcp = asio::ip::tcp;

/// A broker that says what a test tells it to, well-behaved or not, to one client at a time.
class scripted_broker {
public:
    /// A packet that the client sent.
    struct said {
        asyncapi::mqtt::detail::packet type;
        unsigned flags = 0;
        std::string body;

        int qos() const { return static_cast<int>(flags >> 1U & 3U); }
        /// Of what is answered: PUBLISH above QoS 0, SUBSCRIBE, UNSUBSCRIBE, PUBREL.
        std::string id() const {
            if (type != asyncapi::mqtt::detail::packet::publish) return body.substr(0, 2);
            return body.substr(2 + topic().size(), 2);
        }
        std::string topic() const {
            std::string_view from{body};
            return std::string{asyncapi::mqtt::detail::take_text(from).value_or("")};
        }
    };

    /// \param port  0: any that is free
    explicit scripted_broker(asio::io_context& io, unsigned short port = 0)
        : io_{io}, acceptor_{io, {asio::ip::address_v4::loopback(), port}} {
        accept();
    }
    scripted_broker(const scripted_broker&) = delete;
    scripted_broker& operator=(const scripted_broker&) = delete;

    std::string url() const {
        return "mqtt://127.0.0.1:" + std::to_string(acceptor_.local_endpoint().port());
    }

    /// Waits until there were so many connections.
    bool wait_connections(std::size_t count) {
        return asyncapi::testing::drive_until(io_, [&] { return connections >= count; });
    }

    /// Waits for the next packet of a type; others are passed over. \return nothing when the client
    /// closed the connection first
    std::optional<said> next(asyncapi::mqtt::detail::packet type) {
        for (;;) {
            while (!packets.empty()) {
                auto first = std::move(packets.front());
                packets.pop_front();
                if (first.type == type) return first;
            }
            const bool more =
                asyncapi::testing::drive_until(io_, [this] { return !packets.empty() || closed; });
            if (!more || packets.empty()) return {};
        }
    }

    void send(const std::string& bytes) {
        queued_ += bytes;
        if (!writing_) write();
    }

    bool wait_closed() {
        return asyncapi::testing::drive_until(io_, [this] { return closed; });
    }
    bool wait_written() {
        return asyncapi::testing::drive_until(io_, [this] { return !writing_; });
    }

    /// Ends the connection.
    void cut() {
        boost::system::error_code ignored;
        if (socket_) socket_->close(ignored);
        packets.clear();
    }

    std::size_t connections = 0;
    std::deque<said> packets;  ///< of this connection
    bool closed = false;       ///< by the client

private:
    using block = std::array<char, 16 * 1024>;

    void accept() {
        acceptor_.async_accept([this, watch = std::weak_ptr{alive_}](boost::system::error_code code,
                                                                     tcp::socket socket) {
            if (code || watch.expired()) return;
            ++connections;
            // It answers in pieces that must not wait for each other.
            socket.set_option(tcp::no_delay{true}, code);
            socket_ = std::make_shared<tcp::socket>(std::move(socket));
            reader_ = std::make_shared<asyncapi::mqtt::detail::frame_reader>(std::size_t{1} << 24U);
            packets.clear();
            queued_.clear();
            writing_ = closed = false;
            read(socket_, reader_);
            accept();
        });
    }

    void read(std::shared_ptr<tcp::socket> from,
              std::shared_ptr<asyncapi::mqtt::detail::frame_reader> reader) {
        auto into = std::make_shared<block>();
        auto& socket = *from;
        socket.async_read_some(
            asio::buffer(*into),
            [this, from = std::move(from), reader = std::move(reader), into,
             watch = std::weak_ptr{alive_}](boost::system::error_code code, std::size_t bytes) {
                if (watch.expired() || from != socket_) return;
                if (code) {
                    closed = code != asio::error::operation_aborted;
                    return;
                }
                bool goodbye = false;
                const auto good = reader->feed({into->data(), bytes}, [&](const auto& each) {
                    CHECK_MESSAGE(!goodbye, "the client sent something after DISCONNECT");
                    goodbye = each.type == packet::disconnect;
                    packets.push_back({each.type, each.flags, std::string{each.body}});
                    return true;
                });
                CHECK_MESSAGE(good, "the client sent what is no MQTT");
                if (goodbye) {
                    closed = true;
                    from->close(code);
                    return;
                }
                read(from, reader);
            });
    }

    void write() {
        if (queued_.empty() || !socket_) return;
        writing_ = true;
        auto going = std::make_shared<std::string>(std::exchange(queued_, {}));
        asio::async_write(*socket_, asio::buffer(*going),
                          [this, going, to = socket_, watch = std::weak_ptr{alive_}](
                              boost::system::error_code code, std::size_t) {
                              if (watch.expired() || to != socket_) return;
                              writing_ = false;
                              if (!code) write();
                          });
    }

    asio::io_context& io_;
    tcp::acceptor acceptor_;
    std::shared_ptr<tcp::socket> socket_;
    std::shared_ptr<asyncapi::mqtt::detail::frame_reader> reader_;
    std::string queued_;
    bool writing_ = false;
    std::shared_ptr<int> alive_ = std::make_shared<int>();
};

}  // namespace testing_mqtt
