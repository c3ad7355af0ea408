#pragma once

#include <asyncapi/transports/detail/buffered_socket.hpp>

#include <boost/asio/buffer.hpp>
#include <boost/asio/post.hpp>
#include <boost/beast/core/role.hpp>

#include <cstddef>
#include <memory>
#include <type_traits>
#include <utility>

namespace asyncapi::websocket::detail {

namespace asio = boost::asio;
using asyncapi::detail::buffered_socket;
using asyncapi::detail::completion;
using asyncapi::detail::error_code;

/// A `buffered_socket` as Beast wants its lower layer: one type, whatever is below.
class link {
public:
    using executor_type = asio::any_io_executor;

    explicit link(std::shared_ptr<buffered_socket> below) : below_{std::move(below)} {}

    executor_type get_executor() const noexcept { return below_->get_executor(); }
    buffered_socket& below() noexcept { return *below_; }

    template <class Buffers, class Handler>
    void async_read_some(const Buffers& into, Handler&& done) {
        below_->fill(completion{
            [below = below_, into, done = std::decay_t<Handler>(std::forward<Handler>(done))](
                error_code code, std::size_t) mutable {
                std::size_t bytes = 0;
                if (!code) {
                    const auto input = below->input();
                    bytes = asio::buffer_copy(into, asio::buffer(input.data(), input.size()));
                    below->consume(bytes);
                }
                done(code, bytes);
            }});
    }

    template <class Buffers, class Handler>
    void async_write_some(const Buffers& from, Handler&& done) {
        auto ready = std::decay_t<Handler>(std::forward<Handler>(done));
        if (below_->has_room() || below_->failure()) {
            const auto code = below_->failure();
            const auto bytes = code ? 0 : below_->append(from);
            asio::post(below_->get_executor(),
                       completion{[ready = std::move(ready), code, bytes](
                                      error_code, std::size_t) mutable { ready(code, bytes); }});
            // After the handler, which may write more.
            if (!code) below_->flush_soon();
            return;
        }
        below_->when_room(completion{
            [below = below_, from, ready = std::move(ready)](error_code code, std::size_t) mutable {
                const auto bytes = code ? 0 : below->append(from);
                if (!code) below->flush_soon();
                ready(code, bytes);
            }});
    }

private:
    std::shared_ptr<buffered_socket> below_;
};

// Found by Beast through argument-dependent lookup.

inline void beast_close_socket(link& which) {
    which.below().close();
}

template <class Handler>
void async_teardown(boost::beast::role_type, link& which, Handler&& done) {
    which.below().shutdown(completion{[done = std::decay_t<Handler>(std::forward<Handler>(done))](
                                          error_code code, std::size_t) mutable { done(code); }});
}

}  // namespace asyncapi::websocket::detail
