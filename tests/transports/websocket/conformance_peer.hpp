#pragma once

#include <support/drive.hpp>
#include "raw_peer.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/write.hpp>

#include <openssl/evp.h>
#include <openssl/sha.h>

#include <array>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace testing_websocket {

/// The far side of a WebSocket, frame by frame, as a client or as a server.
class conformance_peer {
public:
    /// Connects to a server.
    conformance_peer(asio::io_context& io, std::uint16_t port) : io_{io}, socket_{io} {
        socket_.connect({asio::ip::address_v4::loopback(), port});
        socket_.set_option(tcp::no_delay{true});
        send(
            "GET /echo HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n");
        read();
        open_ = take_head().find("101 ") != std::string::npos;
    }

    /// Waits for a client.
    conformance_peer(asio::io_context& io, tcp::acceptor& at)
        : io_{io}, socket_{io}, serves_{true} {
        bool came = false;
        at.async_accept(socket_, [&](boost::system::error_code) { came = true; });
        asyncapi::testing::drive_until(io_, [&] { return came; });
        socket_.set_option(tcp::no_delay{true});
        read();
        const auto request = take_head();
        constexpr std::string_view name = "Sec-WebSocket-Key: ";
        const auto at_key = request.find(name);
        if (at_key == std::string::npos) return;
        const auto key = request.substr(at_key + name.size(), 24);
        send(
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            "Sec-WebSocket-Accept: " +
            accept_key(key) + "\r\n\r\n");
        open_ = true;
    }

    conformance_peer(const conformance_peer&) = delete;
    conformance_peer& operator=(const conformance_peer&) = delete;
    ~conformance_peer() {
        boost::system::error_code ignored;
        socket_.close(ignored);
        asyncapi::testing::drive_until(io_, [this] { return !reading_; });
    }

    bool is_open() const { return open_; }
    bool serves() const { return serves_; }

    /// A frame as this side has to send it.
    std::string framed(unsigned first, std::string_view payload) const {
        return frame(first, payload, !serves_);
    }

    void send(std::string_view bytes) {
        boost::system::error_code ignored;
        asio::write(socket_, asio::buffer(bytes.data(), bytes.size()), ignored);
    }
    /// In parts, each of which can be read alone.
    void send_chopped(std::string_view bytes, std::size_t part) {
        for (; !bytes.empty(); bytes.remove_prefix(std::min(part, bytes.size()))) {
            send(bytes.substr(0, part));
            io_.restart();
            for (int i = 0; i < 8; ++i) io_.poll();
        }
    }

    /// Runs until a close frame came or the connection ended.
    void run_until_close() {
        asyncapi::testing::drive_until(io_, [this] {
            take_frames();
            return ended_ || closed_;
        });
    }
    /// Runs until so much came.
    void run_until_frames(std::size_t count) {
        asyncapi::testing::drive_until(io_, [&] {
            take_frames();
            return ended_ || closed_ || frames_.size() >= count;
        });
    }
    bool run_until_end() {
        asyncapi::testing::drive_until(io_, [this] { return ended_; });
        take_frames();
        return ended_;
    }
    bool closed() const { return closed_; }

    /// What came: `text:hello`, `binary:`, `ping:x`, `pong:x`, `close:1000`, and what should not
    /// have come so.
    const std::vector<std::string>& frames() const { return frames_; }

private:
    static std::string accept_key(const std::string& key) {
        const auto text = key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
        std::array<unsigned char, SHA_DIGEST_LENGTH> digest{};
        SHA1(reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest.data());
        std::array<unsigned char, 32> encoded{};
        const auto size = EVP_EncodeBlock(encoded.data(), digest.data(), SHA_DIGEST_LENGTH);
        return {reinterpret_cast<const char*>(encoded.data()), static_cast<std::size_t>(size)};
    }

    void read() {
        reading_ = true;
        socket_.async_read_some(asio::buffer(block_),
                                [this](boost::system::error_code code, std::size_t bytes) {
                                    reading_ = false;
                                    if (code) {
                                        ended_ = true;
                                        return;
                                    }
                                    in_.append(block_.data(), bytes);
                                    read();
                                });
    }

    std::string take_head() {
        asyncapi::testing::drive_until(
            io_, [this] { return ended_ || in_.find("\r\n\r\n") != std::string::npos; });
        const auto end = in_.find("\r\n\r\n");
        if (end == std::string::npos) return {};
        auto head = in_.substr(0, end + 4);
        in_.erase(0, end + 4);
        return head;
    }

    void take_frames() {
        while (const auto size = take_frame()) in_.erase(0, *size);
    }

    // \return how long it was
    std::optional<std::size_t> take_frame() {
        const auto byte = [this](std::size_t at) { return static_cast<unsigned char>(in_[at]); };
        if (in_.size() < 2) return {};
        const bool masked = (byte(1) & 0x80U) != 0;
        std::uint64_t length = byte(1) & 0x7FU;
        const std::size_t more = length == 126 ? 2 : length == 127 ? 8 : 0;
        const std::size_t head = 2 + more + (masked ? 4 : 0);
        if (in_.size() < head) return {};
        if (more > 0) length = 0;
        for (std::size_t i = 0; i < more; ++i) length = length << 8U | byte(2 + i);
        if (in_.size() - head < length) return {};
        auto payload = in_.substr(head, length);
        if (masked)
            for (std::size_t i = 0; i < payload.size(); ++i)
                payload[i] = static_cast<char>(payload[i] ^ in_[head - 4 + i % 4]);
        note(byte(0), masked, std::move(payload));
        return head + length;
    }

    void note(unsigned first, bool masked, std::string payload) {
        std::string text;
        if (masked != serves_) text += masked ? "masked " : "unmasked ";
        if (closed_) text += "after close ";
        if ((first & 0xF0U) != 0x80U) text += "part or reserved ";
        switch (first & 0x0FU) {
            case 1:
                text += "text:" + payload;
                break;
            case 2:
                text += "binary:" + payload;
                break;
            case 9:
                text += "ping:" + payload;
                break;
            case 10:
                text += "pong:" + payload;
                break;
            case 8:
                closed_ = true;
                text += "close:" + code_of(payload);
                break;
            default:
                text += "opcode " + std::to_string(first & 0x0FU);
        }
        frames_.push_back(std::move(text));
    }

    static std::string code_of(const std::string& payload) {
        if (payload.size() < 2) return {};
        return std::to_string(static_cast<unsigned char>(payload[0]) * 256U +
                              static_cast<unsigned char>(payload[1]));
    }

    asio::io_context& io_;
    tcp::socket socket_;
    const bool serves_ = false;
    bool open_ = false;
    bool closed_ = false;
    bool ended_ = false;
    bool reading_ = false;
    std::array<char, 64 * 1024> block_{};
    std::string in_;
    std::vector<std::string> frames_;
};

}  // namespace testing_websocket
