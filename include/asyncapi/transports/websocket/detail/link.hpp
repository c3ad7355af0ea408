#pragma once

#include <asyncapi/transports/detail/buffered_socket.hpp>
#include <asyncapi/transports/websocket/detail/frame.hpp>

#include <boost/asio/buffer.hpp>
#include <boost/asio/post.hpp>
#include <boost/beast/core/role.hpp>

#include <cstddef>
#include <memory>
#include <string_view>
#include <type_traits>
#include <utility>

namespace asyncapi::websocket::detail {

namespace asio = boost::asio;
using asyncapi::detail::buffered_socket;
using asyncapi::detail::completion;
using asyncapi::detail::error_code;

/// A `buffered_socket` as Beast wants its lower layer: one type, whatever is below.
///
/// Beast reads ahead. Here it never gets more than the frame that it is in, so that between two
/// frames it holds nothing, and others can read.
class link {
public:
    using executor_type = asio::any_io_executor;

    /// \param answered  frames come after the answer to a handshake
    link(std::shared_ptr<buffered_socket> below, bool answered)
        : below_{std::move(below)}, in_answer_{answered} {}

    /// Whether the next byte starts a frame.
    bool between_frames() const noexcept { return !in_answer_ && boundary_.between(); }

    executor_type get_executor() const noexcept { return below_->get_executor(); }
    buffered_socket& below() noexcept { return *below_; }

    template <class Buffers, class Handler>
    void async_read_some(const Buffers& into, Handler&& done) {
        below_->fill(
            completion{[this, into, done = std::decay_t<Handler>(std::forward<Handler>(done))](
                           error_code code, std::size_t) mutable {
                std::size_t bytes = 0;
                if (!code) {
                    const auto input = below_->input().substr(0, asio::buffer_size(into));
                    bytes = in_answer_ ? pass_answer(input) : boundary_.pass(input);
                    asio::buffer_copy(into, asio::buffer(input.data(), bytes));
                    below_->consume(bytes);
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
    // \see RFC 9112 section 2.1: a head ends with an empty line
    std::size_t pass_answer(std::string_view bytes) {
        static constexpr std::string_view end = "\r\n\r\n";
        for (std::size_t i = 0; i < bytes.size(); ++i) {
            ended_ = bytes[i] == end[ended_] ? ended_ + 1 : bytes[i] == '\r' ? 1 : 0;
            if (ended_ < end.size()) continue;
            in_answer_ = false;
            return i + 1;
        }
        return bytes.size();
    }

    std::shared_ptr<buffered_socket> below_;
    frame_boundary boundary_;
    bool in_answer_;
    std::size_t ended_ = 0;  // so much of the end of the head is behind
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
