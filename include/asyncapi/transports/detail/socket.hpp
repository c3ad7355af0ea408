#pragma once

#include <asyncapi/detail/unique_function.hpp>

#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/ssl/stream_base.hpp>

#include <cstddef>
#include <memory>
#include <utility>

namespace asyncapi::detail {

namespace asio = boost::asio;
using boost::system::error_code;

/// The one type of handler that Asio and Beast are instantiated with.
class completion {
public:
    template <class F>
    requires(!std::is_same_v<std::remove_cvref_t<F>, completion>) explicit completion(F&& f)
        : call_{std::forward<F>(f)} {}

    void operator()(error_code code = {}, std::size_t bytes = 0) { call_(code, bytes); }

private:
    asyncapi::detail::unique_function<void(error_code, std::size_t)> call_;
};

/// A connected socket, encrypted or not.
class socket {
public:
    virtual ~socket() = default;
    virtual void handshake(completion done) = 0;
    virtual void read_some(asio::mutable_buffer into, completion done) = 0;
    virtual void write_some(asio::const_buffer from, completion done) = 0;
    /// \return how much was taken without waiting; 0 where that is not known, or not possible
    virtual std::size_t write_now(asio::const_buffer) { return 0; }
    /// Says that nothing more will be written.
    virtual void shutdown(completion done) = 0;
    virtual asio::ip::tcp::socket& tcp() noexcept = 0;

    void close() noexcept {
        error_code ignored;
        tcp().close(ignored);
    }
};

class plain_socket final : public socket {
public:
    explicit plain_socket(asio::ip::tcp::socket connected) : socket_{std::move(connected)} {}

    void handshake(completion done) override {
        asio::post(socket_.get_executor(), [done = std::move(done)]() mutable { done({}); });
    }
    void read_some(asio::mutable_buffer into, completion done) override {
        socket_.async_read_some(into, std::move(done));
    }
    void write_some(asio::const_buffer from, completion done) override {
        socket_.async_write_some(from, std::move(done));
    }
    std::size_t write_now(asio::const_buffer from) override {
        error_code code;
        if (!socket_.non_blocking()) socket_.non_blocking(true, code);
        const auto bytes = code ? 0 : socket_.write_some(from, code);
        return code ? 0 : bytes;
    }
    void shutdown(completion done) override {
        error_code code;
        socket_.shutdown(asio::ip::tcp::socket::shutdown_send, code);
        asio::post(socket_.get_executor(),
                   [done = std::move(done), code]() mutable { done(code); });
    }
    asio::ip::tcp::socket& tcp() noexcept override { return socket_; }

private:
    asio::ip::tcp::socket socket_;
};

class tls_socket final : public socket {
public:
    tls_socket(asio::ip::tcp::socket connected, std::shared_ptr<asio::ssl::context> context,
               asio::ssl::stream_base::handshake_type side)
        : context_{std::move(context)}, stream_{std::move(connected), *context_}, side_{side} {}

    asio::ssl::stream<asio::ip::tcp::socket>& stream() noexcept { return stream_; }

    void handshake(completion done) override { stream_.async_handshake(side_, std::move(done)); }
    void read_some(asio::mutable_buffer into, completion done) override {
        stream_.async_read_some(into, std::move(done));
    }
    void write_some(asio::const_buffer from, completion done) override {
        stream_.async_write_some(from, std::move(done));
    }
    void shutdown(completion done) override { stream_.async_shutdown(std::move(done)); }
    asio::ip::tcp::socket& tcp() noexcept override { return stream_.next_layer(); }

private:
    std::shared_ptr<asio::ssl::context> context_;
    asio::ssl::stream<asio::ip::tcp::socket> stream_;
    asio::ssl::stream_base::handshake_type side_;
};

}  // namespace asyncapi::detail
