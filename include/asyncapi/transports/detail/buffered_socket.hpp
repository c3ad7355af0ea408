#pragma once

#include <asyncapi/transports/detail/socket.hpp>

#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>

#include <algorithm>
#include <cassert>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace asyncapi::detail {

/// Buffers between a socket and what speaks a protocol over it: reads in large blocks, and gathers
/// what is written in a turn of the loop into one system call.
class buffered_socket : public std::enable_shared_from_this<buffered_socket> {
public:
    static constexpr std::size_t block = 16 * 1024;
    static constexpr std::size_t high_water = 64 * 1024;  ///< unsent bytes that it takes

    explicit buffered_socket(std::unique_ptr<socket> connected)
        : socket_{std::move(connected)}, executor_{socket_->tcp().get_executor()} {}

    const asio::any_io_executor& get_executor() const noexcept { return executor_; }
    std::uint64_t bytes_received() const noexcept { return received_; }
    std::uint64_t bytes_accepted() const noexcept { return accepted_; }  ///< to be sent
    std::uint64_t bytes_sent() const noexcept { return sent_bytes_; }  ///< of these, to the system
    bool flushed() const noexcept { return out_.empty() && flushing_.empty(); }

    std::string_view input() const noexcept { return {in_.get() + in_begin_, in_end_ - in_begin_}; }
    void consume(std::size_t bytes) noexcept { in_begin_ += bytes; }

    /// Puts back the end of what was consumed last.
    void unread(std::string_view text) {
        assert(input().empty() && text.size() <= in_begin_);
        in_begin_ -= text.size();
        std::copy(text.begin(), text.end(), in_.get() + in_begin_);
    }

    void handshake(completion done) { socket_->handshake(std::move(done)); }

    /// Completes when there is input.
    void fill(completion done) {
        if (!input().empty() || in_failure_) {
            const auto code = input().empty() ? in_failure_ : error_code{};
            asio::post(executor_, [done = std::move(done), code]() mutable { done(code); });
            return;
        }
        if (!in_) in_ = std::make_unique<char[]>(block);
        in_begin_ = in_end_ = 0;
        socket_->read_some(asio::buffer(in_.get(), block),
                           completion{[self = shared_from_this(), done = std::move(done)](
                                          error_code code, std::size_t bytes) mutable {
                               self->in_end_ = bytes;
                               self->received_ += bytes;
                               if (code && !self->in_failure_) self->in_failure_ = code;
                               done(code);
                           }});
    }

    /// Takes over as much as there is room for. It is sent after `flush_soon`.
    template <class Buffers>
    std::size_t append(const Buffers& buffers) {
        const auto bytes = std::min(asio::buffer_size(buffers), high_water - out_.size());
        const auto before = out_.size();
        out_.resize(before + bytes);
        asio::buffer_copy(asio::buffer(out_.data() + before, bytes), buffers);
        accepted_ += bytes;
        return bytes;
    }

    bool has_room() const noexcept { return out_.size() < high_water; }

    /// Sends text of any size.
    void send(std::string_view text) {
        if (failure_) return;
        out_ += text;
        accepted_ += text.size();
        flush_soon();
    }

    // While a turn of the loop adds something, the next one may too.
    void flush_soon() {
        if (flush_posted_ || !flushing_.empty()) return;
        flush_posted_ = true;
        asio::post(executor_, [self = shared_from_this(), seen = out_.size()] {
            self->flush_posted_ = false;
            if (self->out_.size() > seen && self->has_room()) {
                self->flush_soon();
            } else {
                self->flush();
            }
        });
    }

    /// Completes when there is room again, or nothing to be sent any more. One at a time each.
    void when_room(completion done) { room_.emplace(std::move(done)); }
    void when_flushed(completion done) {
        if (flushed() || failure_) {
            asio::post(executor_,
                       [done = std::move(done), code = failure_]() mutable { done(code); });
        } else {
            sent_.emplace(std::move(done));
        }
    }

    const error_code& failure() const noexcept { return failure_; }
    void on_flushed(unique_function<void()> call) { notify_flushed_ = std::move(call); }
    /// Some of what is queued has reached the system.
    void on_progress(unique_function<void()> call) { notify_progress_ = std::move(call); }
    void on_shutdown(unique_function<void()> call) { notify_shutdown_ = std::move(call); }

    /// Sends what is left, says that it was the last, and reads until the other side says so too.
    void shutdown(completion done) {
        if (notify_shutdown_) {
            asio::post(executor_, [self = shared_from_this()] {
                if (self->notify_shutdown_) self->notify_shutdown_();
            });
        }
        when_flushed(completion{[self = shared_from_this(), done = std::move(done)](
                                    error_code, std::size_t) mutable {
            self->socket_->shutdown(
                completion{[self, done = std::move(done)](error_code code, std::size_t) mutable {
                    if (code) return done(code);
                    self->discard(std::move(done));
                }});
        }});
    }

    void close() noexcept {
        in_failure_ = failure_ = asio::error::operation_aborted;
        notify_flushed_ = {};
        notify_progress_ = {};
        notify_shutdown_ = {};
        out_.clear();
        socket_->close();
        // Beast waits for each of its operations to complete: none may be dropped.
        for (auto* waiting : {&room_, &sent_}) {
            if (!*waiting) continue;
            asio::post(executor_,
                       [done = std::move(**waiting), code = failure_]() mutable { done(code); });
            waiting->reset();
        }
    }

private:
    void discard(completion done) {
        consume(input().size());
        fill(completion{[self = shared_from_this(), done = std::move(done)](error_code code,
                                                                            std::size_t) mutable {
            if (code) return done({});
            self->discard(std::move(done));
        }});
    }

    void flush() {
        if (!flushing_.empty() || out_.empty() || failure_) return;
        std::swap(flushing_, out_);
        flushed_ = 0;
        write_rest();
        give_room();
    }

    void write_rest() {
        socket_->write_some(
            asio::buffer(flushing_.data() + flushed_, flushing_.size() - flushed_),
            completion{[self = shared_from_this()](error_code code, std::size_t bytes) {
                self->on_write(code, bytes);
            }});
    }

    void on_write(error_code code, std::size_t bytes) {
        flushed_ += bytes;
        sent_bytes_ += bytes;
        if (notify_progress_ && !code) notify_progress_();
        if (!code && flushed_ < flushing_.size()) return write_rest();
        flushing_.clear();
        if (flushing_.capacity() > 2 * high_water) flushing_.shrink_to_fit();
        if (code) {
            if (!failure_) failure_ = code;
            out_.clear();
        }
        flush();
        give_room();
        if (!flushed() && !failure_) return;
        if (notify_flushed_ && !failure_) notify_flushed_();
        if (auto sent = std::exchange(sent_, std::nullopt)) (*sent)(failure_);
    }

    void give_room() {
        if (!room_ || (!has_room() && !failure_)) return;
        asio::post(executor_, [self = shared_from_this()] {
            if (!self->has_room() && !self->failure_) return;
            if (auto room = std::exchange(self->room_, std::nullopt)) (*room)(self->failure_);
        });
    }

    std::unique_ptr<socket> socket_;
    asio::any_io_executor executor_;
    std::unique_ptr<char[]> in_;
    std::size_t in_begin_ = 0;
    std::size_t in_end_ = 0;
    std::uint64_t received_ = 0;
    std::uint64_t accepted_ = 0;
    std::uint64_t sent_bytes_ = 0;
    std::string out_;
    std::string flushing_;
    std::size_t flushed_ = 0;
    bool flush_posted_ = false;
    error_code failure_;     // of writing
    error_code in_failure_;  // of reading
    std::optional<completion> room_;
    std::optional<completion> sent_;
    unique_function<void()> notify_flushed_;
    unique_function<void()> notify_progress_;
    unique_function<void()> notify_shutdown_;
};

}  // namespace asyncapi::detail
