#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace benchmarks {

/// Many WebSocket clients that only count the frames they get: the same for every server.
class frame_receivers {
public:
    /// \param more   lines of the handshake, each with its end
    /// \param first  what each sends then, as frames
    frame_receivers(std::uint16_t port, std::size_t count, const std::string& more,
                    std::string_view first)
        : poll_{::epoll_create1(0)} {
        for (std::size_t i = 0; i < count; ++i) open(port, more, first);
    }
    frame_receivers(const frame_receivers&) = delete;
    frame_receivers& operator=(const frame_receivers&) = delete;
    ~frame_receivers() {
        for (const auto& each : all_) ::close(each.file);
        ::close(poll_);
    }

    /// Reads until they have got so many whole frames in all.
    void receive(std::size_t wanted) {
        std::array<epoll_event, 128> ready{};
        while (total_ < wanted) {
            const auto count =
                ::epoll_wait(poll_, ready.data(), static_cast<int>(ready.size()), 10'000);
            if (count <= 0) throw std::runtime_error{"no more frames come"};
            for (int i = 0; i < count; ++i) read(all_[ready[static_cast<std::size_t>(i)].data.u64]);
        }
    }

    bool each_got(std::size_t frames) const {
        return std::ranges::all_of(all_,
                                   [frames](const auto& each) { return each.frames == frames; });
    }

private:
    struct receiver {
        int file = -1;
        std::size_t frames = 0;
        std::string rest;      // of a header that is not whole
        std::size_t skip = 0;  // bytes of the payload that are still to come
    };

    void open(std::uint16_t port, const std::string& more, std::string_view first) {
        const int file = ::socket(AF_INET, SOCK_STREAM, 0);
        sockaddr_in where{};
        where.sin_family = AF_INET;
        where.sin_port = htons(port);
        where.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        if (::connect(file, reinterpret_cast<sockaddr*>(&where), sizeof where) != 0)
            throw std::runtime_error{"cannot connect"};
        const auto hello =
            "GET /orders HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: "
            "Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: "
            "13\r\n" +
            more + "\r\n";
        if (::send(file, hello.data(), hello.size(), 0) < 0)
            throw std::runtime_error{"cannot send"};
        std::string answer;
        for (char next = 0; !answer.ends_with("\r\n\r\n"); answer += next)
            if (::recv(file, &next, 1, 0) != 1) throw std::runtime_error{"no handshake"};
        if (!first.empty() && ::send(file, first.data(), first.size(), 0) < 0)
            throw std::runtime_error{"cannot send"};
        epoll_event wanted{};
        wanted.events = EPOLLIN;
        wanted.data.u64 = all_.size();
        ::epoll_ctl(poll_, EPOLL_CTL_ADD, file, &wanted);
        all_.push_back({file, 0, {}, 0});
    }

    void read(receiver& from) {
        const auto bytes = ::recv(from.file, block_.data(), block_.size(), 0);
        if (bytes <= 0) throw std::runtime_error{"a connection ended"};
        count(from, {block_.data(), static_cast<std::size_t>(bytes)});
    }

    void count(receiver& from, std::string_view bytes) {
        while (!bytes.empty()) {
            if (from.skip > 0) {
                const auto taken = std::min(from.skip, bytes.size());
                from.skip -= taken;
                bytes.remove_prefix(taken);
                if (from.skip == 0) finish(from);
                continue;
            }
            from.rest += bytes.front();
            bytes.remove_prefix(1);
            const auto& header = from.rest;
            if (header.size() < 2) continue;
            const auto length = static_cast<unsigned char>(header[1]);
            const std::size_t more = length < 126 ? 0 : length == 126 ? 2 : 8;
            if (header.size() < 2 + more) continue;
            from.skip = length;
            if (more > 0) from.skip = 0;
            for (std::size_t i = 0; i < more; ++i)
                from.skip = from.skip << 8U | static_cast<unsigned char>(header[2 + i]);
            from.rest.clear();
            if (from.skip == 0) finish(from);
        }
    }

    void finish(receiver& from) {
        ++from.frames;
        ++total_;
    }

    int poll_;
    std::vector<receiver> all_;
    std::size_t total_ = 0;
    std::vector<char> block_ = std::vector<char>(256 * 1024);
};

}  // namespace benchmarks
