#pragma once

#include <support/drive.hpp>

#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/write.hpp>

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace testing_websocket {

namespace asio = boost::asio;
using tcp = asio::ip::tcp;

/// A frame as it goes over the wire. \param first  opcode, and 0x80 when it is the last of a
/// message
inline std::string frame(unsigned first, std::string_view payload, bool masked = true) {
    std::string out;
    out += static_cast<char>(first);
    const auto mask_bit = masked ? 0x80U : 0U;
    if (payload.size() < 126) {
        out += static_cast<char>(mask_bit | payload.size());
    } else if (payload.size() < 65536) {
        out += static_cast<char>(mask_bit | 126U);
        for (int shift = 8; shift >= 0; shift -= 8)
            out += static_cast<char>(payload.size() >> shift);
    } else {
        out += static_cast<char>(mask_bit | 127U);
        for (int shift = 56; shift >= 0; shift -= 8)
            out += static_cast<char>(payload.size() >> shift);
    }
    if (!masked) return out.append(payload);
    constexpr std::array<unsigned char, 4> key{0x12, 0x34, 0x56, 0x78};
    for (const auto byte : key) out += static_cast<char>(byte);
    for (std::size_t i = 0; i < payload.size(); ++i)
        out += static_cast<char>(static_cast<unsigned char>(payload[i]) ^ key[i % 4]);
    return out;
}

inline std::string text_frame(std::string_view payload) {
    return frame(0x81, payload);
}

/// A TCP connection that says what a test tells it to, well-behaved or not.
///
/// What arrives is read as long as the context runs, unless `stop_reading` was called.
class raw_peer {
public:
    raw_peer(asio::io_context& io, std::uint16_t port, int receive_buffer = 0)
        : io_{io}, socket_{io} {
        socket_.open(tcp::v4());
        if (receive_buffer > 0)
            socket_.set_option(asio::socket_base::receive_buffer_size{receive_buffer});
        socket_.connect({asio::ip::address_v4::loopback(), port});
        read();
    }
    raw_peer(const raw_peer&) = delete;
    raw_peer& operator=(const raw_peer&) = delete;
    ~raw_peer() { close(); }

    /// Asks for a WebSocket, and waits until there is one.
    /// \param more  header lines, each with its line end
    bool open(std::string_view target = "/", std::string_view more = envelope) {
        send("GET " + std::string{target} +
             " HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
             "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n" +
             std::string{more} + "\r\n");
        if (!wait_for("\r\n\r\n") || !received.starts_with("HTTP/1.1 101")) return false;
        received.erase(0, received.find("\r\n\r\n") + 4);
        return true;
    }

    void send(std::string_view bytes) {
        boost::system::error_code ignored;
        asio::write(socket_, asio::buffer(bytes.data(), bytes.size()), ignored);
    }

    /// Sends as much as goes without waiting. \return how many bytes that was
    std::size_t send_some(std::string_view bytes) {
        boost::system::error_code code;
        socket_.non_blocking(true);
        const auto sent = socket_.write_some(asio::buffer(bytes.data(), bytes.size()), code);
        socket_.non_blocking(false);
        return code ? 0 : sent;
    }

    bool wait_for(std::string_view text) {
        return asyncapi::testing::drive_until(
                   io_, [&] { return received.find(text) != std::string::npos || closed; }) &&
               received.find(text) != std::string::npos;
    }
    bool wait_closed() {
        return asyncapi::testing::drive_until(io_, [this] { return closed; });
    }

    /// \return the payloads of the whole frames that arrived, control frames as their opcode in
    /// brackets: `[8:1002]`
    std::vector<std::string> take_frames() {
        std::vector<std::string> frames;
        while (received.size() >= 2) {
            const auto first = static_cast<unsigned char>(received[0]);
            std::size_t length = static_cast<unsigned char>(received[1]) & 0x7FU;
            std::size_t at = 2;
            const auto extra = length == 126 ? 2U : length == 127 ? 8U : 0U;
            if (received.size() < at + extra) break;
            if (extra > 0) length = 0;
            for (unsigned i = 0; i < extra; ++i)
                length = length << 8U | static_cast<unsigned char>(received[at++]);
            if (received.size() < at + length) break;
            auto payload = received.substr(at, length);
            received.erase(0, at + length);
            const auto opcode = first & 0x0FU;
            if (opcode == 8) {
                const auto code = payload.size() < 2
                                      ? 0U
                                      : static_cast<unsigned char>(payload[0]) * 256U +
                                            static_cast<unsigned char>(payload[1]);
                payload = "[8:" + std::to_string(code) + "]";
            } else if (opcode > 8) {
                payload = "[" + std::to_string(opcode) + "]";
            }
            frames.push_back(std::move(payload));
        }
        return frames;
    }

    /// Waits for so many frames.
    std::vector<std::string> frames(std::size_t count) {
        std::vector<std::string> all;
        asyncapi::testing::drive_until(io_, [&] {
            for (auto& each : take_frames()) all.push_back(std::move(each));
            return all.size() >= count || closed;
        });
        return all;
    }

    void stop_reading() {
        stopped_ = true;
        socket_.cancel();
    }
    void read_again() {
        stopped_ = false;
        read();
    }
    void close() {
        boost::system::error_code ignored;
        socket_.close(ignored);
    }
    /// The other side sees a reset, not an end.
    void reset() {
        boost::system::error_code ignored;
        socket_.set_option(asio::socket_base::linger{true, 0}, ignored);
        socket_.close(ignored);
    }
    void shut_down_sending() {
        boost::system::error_code ignored;
        socket_.shutdown(tcp::socket::shutdown_send, ignored);
    }

    static constexpr const char* envelope = "Sec-WebSocket-Protocol: asyncapi.v1\r\n";

    std::string received;
    bool closed = false;

private:
    // What is read after this object has gone must not be handed to it.
    struct block {
        std::array<char, 64 * 1024> bytes;
    };

    void read() {
        auto into = std::make_shared<block>();
        const auto room = asio::buffer(into->bytes);
        socket_.async_read_some(room, [this, into = std::move(into), watch = std::weak_ptr{alive_}](
                                          boost::system::error_code code, std::size_t bytes) {
            if (watch.expired() || code == asio::error::operation_aborted) return;
            if (code) {
                closed = true;
                return;
            }
            received.append(into->bytes.data(), bytes);
            if (!stopped_) read();
        });
    }

    asio::io_context& io_;
    tcp::socket socket_;
    bool stopped_ = false;
    std::shared_ptr<int> alive_ = std::make_shared<int>();
};

}  // namespace testing_websocket
