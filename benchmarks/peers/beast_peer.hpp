#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/buffers_to_string.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/websocket/stream.hpp>

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <utility>
#include <vector>

// Beast as its examples use it: a stream over a TCP socket without Nagle's delay, one write at a
// time, texts that nobody looks into.
namespace benchmarks::beast_peer {

namespace asio = boost::asio;
namespace beast = boost::beast;
using tcp = asio::ip::tcp;
using boost::system::error_code;

class connection : public std::enable_shared_from_this<connection> {
public:
    explicit connection(tcp::socket socket) : stream_{std::move(socket)} {
        stream_.next_layer().set_option(tcp::no_delay{true});
        stream_.text(true);
    }
    virtual ~connection() = default;

    beast::websocket::stream<tcp::socket>& stream() noexcept { return stream_; }

    void accept() {
        stream_.async_accept([self = shared_from_this()](error_code code) {
            if (code) return;
            self->on_open();
            self->read();
        });
    }

    void read() {
        stream_.async_read(in_, [self = shared_from_this()](error_code code, std::size_t) {
            if (code) return;
            self->on_message();
            self->in_.consume(self->in_.size());
            self->read();
        });
    }

    void write(std::shared_ptr<const std::string> text) {
        queue_.push_back(std::move(text));
        if (queue_.size() == 1) write_next();
    }

    std::size_t queued() const noexcept { return queue_.size(); }

protected:
    virtual void on_open() {}
    virtual void on_message() {}
    const beast::flat_buffer& message() const noexcept { return in_; }

private:
    void write_next() {
        stream_.async_write(asio::buffer(*queue_.front()),
                            [self = shared_from_this()](error_code code, std::size_t) {
                                if (code) return;
                                self->queue_.pop_front();
                                if (!self->queue_.empty()) self->write_next();
                            });
    }

    beast::websocket::stream<tcp::socket> stream_;
    beast::flat_buffer in_;
    std::deque<std::shared_ptr<const std::string>> queue_;
};

/// Sends back what it gets.
class echo final : public connection {
public:
    using connection::connection;

private:
    void on_message() override {
        write(std::make_shared<const std::string>(beast::buffers_to_string(message().data())));
    }
};

template <class Connection>
class listener {
public:
    explicit listener(asio::io_context& io) : acceptor_{io, {asio::ip::address_v4::loopback(), 0}} {
        accept();
    }

    std::uint16_t port() const { return acceptor_.local_endpoint().port(); }

    /// Those that came.
    std::vector<std::shared_ptr<Connection>> connections;

private:
    void accept() {
        acceptor_.async_accept([this](error_code code, tcp::socket socket) {
            if (code) return;
            connections.push_back(std::make_shared<Connection>(std::move(socket)));
            connections.back()->accept();
            accept();
        });
    }

    tcp::acceptor acceptor_;
};

/// Keeps `depth` messages under way and counts what comes back.
class asker final : public connection {
public:
    asker(asio::io_context& io, std::uint16_t port, std::string text)
        : connection{connected(io, port)}, text_{std::make_shared<const std::string>(text)} {
        stream().handshake("127.0.0.1", "/orders");
    }

    void ask() { write(text_); }
    std::size_t answered = 0;

private:
    static tcp::socket connected(asio::io_context& io, std::uint16_t port) {
        tcp::socket socket{io};
        socket.connect({asio::ip::address_v4::loopback(), port});
        return socket;
    }
    void on_message() override { ++answered; }

    std::shared_ptr<const std::string> text_;
};

/// Is sent to; says when it can be.
class listening final : public connection {
public:
    using connection::connection;
    bool open = false;

private:
    void on_open() override { open = true; }
};

}  // namespace benchmarks::beast_peer
