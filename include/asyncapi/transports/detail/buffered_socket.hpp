#pragma once

#include <asyncapi/transports/detail/busy_poll.hpp>
#include <asyncapi/transports/detail/socket.hpp>

#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>

#include <algorithm>
#include <cassert>
#include <cstdint>
#include <deque>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace asyncapi::detail {

/// Buffers between a socket and what speaks a protocol over it: reads in large blocks, and gathers
/// what is written in a turn of the loop into one system call.
class buffered_socket : public std::enable_shared_from_this<buffered_socket> {
public:
    static constexpr std::size_t block = 16 * 1024;
    static constexpr std::size_t high_water = 64 * 1024;  ///< unsent bytes that it takes

    /// \param poll  is told of what comes and goes; may be nullptr
    explicit buffered_socket(std::unique_ptr<socket> connected,
                             std::shared_ptr<busy_poll> poll = {})
        : socket_{std::move(connected)},
          executor_{socket_->tcp().get_executor()},
          poll_{std::move(poll)} {}

    const asio::any_io_executor& get_executor() const noexcept { return executor_; }
    std::uint64_t bytes_received() const noexcept { return received_; }
    std::uint64_t bytes_accepted() const noexcept { return accepted_; }  ///< to be sent
    std::uint64_t bytes_sent() const noexcept { return sent_bytes_; }  ///< of these, to the system
    bool flushed() const noexcept { return out_.empty() && flushing_.empty(); }

    std::string_view input() const noexcept { return {in_.get() + in_begin_, in_end_ - in_begin_}; }
    /// The same, to be changed in place.
    char* input_data() noexcept { return in_.get() + in_begin_; }
    void consume(std::size_t bytes) noexcept { in_begin_ += bytes; }

    /// Puts back the end of what was consumed last.
    void unread(std::string_view text) {
        assert(input().empty() && text.size() <= in_begin_);
        in_begin_ -= text.size();
        std::copy(text.begin(), text.end(), in_.get() + in_begin_);
    }

    void handshake(completion done) { socket_->handshake(std::move(done)); }

    /// Completes when there is input. Any number at a time: each is told of what came.
    void fill(completion done) {
        if (!input().empty() || in_failure_) {
            const auto code = input().empty() ? in_failure_ : error_code{};
            asio::post(executor_, [done = std::move(done), code]() mutable { done(code); });
            return;
        }
        read(std::move(done));
    }

    /// Completes when there is more input than now, of which there is less than a `block`.
    void fill_more(completion done) {
        assert(input().size() < block);
        if (!in_failure_) return read(std::move(done));
        asio::post(executor_,
                   [done = std::move(done), code = in_failure_]() mutable { done(code); });
    }

    /// Takes over all of it: ask `has_room` first. It is sent after `flush_soon`.
    template <class Buffers>
    std::size_t append(const Buffers& buffers) {
        assert(has_room());
        const auto bytes = asio::buffer_size(buffers);
        const auto before = out_.size();
        out_.resize(before + bytes);
        asio::buffer_copy(asio::buffer(out_.data() + before, bytes), buffers);
        accepted_ += bytes;
        return bytes;
    }

    /// Where to append what is not large, in place: ask `has_room` first, then call `appended`.
    std::string& output() noexcept { return out_; }
    void appended(std::size_t bytes) {
        accepted_ += bytes;
        flush_soon();
    }

    /// Takes over bytes that others may send as well, however many they are: what is more than
    /// there is room for follows when there is, before anything else. Ask `has_room` first.
    void append_shared(const std::shared_ptr<const std::string>& bytes) {
        assert(has_room());
        const auto part = std::string_view{*bytes}.substr(0, high_water - out_.size());
        out_ += part;
        if (part.size() < bytes->size()) {
            rest_ = bytes;
            rest_at_ = part.size();
        }
        appended(bytes->size());
    }

    bool has_room() const noexcept { return !rest_ && out_.size() < high_water; }

    /// Sends text of any size. Not while something shared is taken over.
    void send(std::string_view text) {
        if (failure_) return;
        assert(!rest_);
        out_ += text;
        accepted_ += text.size();
        flush_soon();
    }

    // What comes alone goes at once. Where more came at a time, more is waited for: while a turn of
    // the loop adds something, the next one may too. As much as came together the last time need
    // not wait for more.
    void flush_soon() {
        if (corked_) return;
        if (!flush_posted_ && flushing_.empty() && !gathers_) return flush();
        if (flush_posted_ || !flushing_.empty()) {
            gathers_ = true;
        } else {
            flush_posted_ = true;
            gathers_ = false;
            left_of_batch_ = 0;
            post_flush();
        }
        if (flush_posted_ && left_of_batch_ + out_.size() >= usual_batch_) flush();
    }

    /// From here to `uncork` what is written is gathered: both in one turn of the loop, which is
    /// nobody's call.
    void cork() noexcept { corked_ = true; }
    void uncork() {
        corked_ = false;
        if (!flush_posted_) flush_now();
    }

    /// Completes when there is room again: those that wait have it in turn.
    void when_room(completion done) { room_.push_back(std::move(done)); }
    /// Completes when there is nothing to be sent any more. One at a time.
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
    /// Writing failed; what was queued is gone.
    void on_failure(unique_function<void()> call) { notify_failure_ = std::move(call); }
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
        notify_failure_ = {};
        notify_progress_ = {};
        notify_shutdown_ = {};
        out_.clear();
        rest_.reset();
        socket_->close();
        // Beast waits for each of its operations to complete: none may be dropped.
        if (sent_) complete_later(std::move(*std::exchange(sent_, std::nullopt)));
        for (auto& waiting : std::exchange(room_, {})) complete_later(std::move(waiting));
    }

private:
    void complete_later(completion done) {
        asio::post(executor_, [done = std::move(done), code = failure_]() mutable { done(code); });
    }

    void read(completion done) {
        if (const auto readers = readers_.lock()) return readers->push_back(std::move(done));
        // They belong to the read: with a context that ends before it does they go as well, and
        // what they own, which may be this.
        const auto readers = std::make_shared<std::vector<completion>>();
        readers->push_back(std::move(done));
        readers_ = readers;
        if (!in_) in_ = std::make_unique<char[]>(block);
        const auto kept = input().size();
        std::copy_n(in_.get() + in_begin_, kept, in_.get());
        in_begin_ = 0;
        in_end_ = kept;
        socket_->read_some(
            asio::buffer(in_.get() + kept, block - kept),
            completion{[self = shared_from_this(), readers](error_code code, std::size_t bytes) {
                self->readers_.reset();
                self->in_end_ += bytes;
                self->received_ += bytes;
                if (self->poll_ && bytes > 0) self->poll_->on_traffic();
                if (code && !self->in_failure_) self->in_failure_ = code;
                for (auto& reader : *readers) reader(code);
            }});
    }

    void post_flush() {
        asio::post(executor_, [self = shared_from_this(), seen = left_of_batch_ + out_.size()] {
            const auto batch = self->left_of_batch_ + self->out_.size();
            if (batch > seen && !self->out_.empty() && self->has_room()) return self->post_flush();
            self->flush_posted_ = false;
            self->usual_batch_ = batch;
            self->flush_now();
        });
    }

    void take_of_rest() {
        if (!rest_ || out_.size() >= high_water) return;
        const auto part = std::string_view{*rest_}.substr(rest_at_, high_water - out_.size());
        out_ += part;
        rest_at_ += part.size();
        if (rest_at_ == rest_->size()) rest_.reset();
    }

    void discard(completion done) {
        consume(input().size());
        fill(completion{[self = shared_from_this(), done = std::move(done)](error_code code,
                                                                            std::size_t) mutable {
            if (code) return done({});
            self->discard(std::move(done));
        }});
    }

    bool start_flush() {
        if (!flushing_.empty() || out_.empty() || failure_) return false;
        if (flush_posted_) left_of_batch_ += out_.size();
        std::swap(flushing_, out_);
        flushed_ = 0;
        take_of_rest();
        return true;
    }

    void flush() {
        if (!start_flush()) return;
        write_some();
        give_room();
    }

    // What the system takes at once needs no turn of the loop to say so.
    void flush_now() {
        if (!start_flush()) return;
        const auto bytes = socket_->write_now(asio::buffer(flushing_));
        if (bytes > 0) return on_write({}, bytes);
        write_some();
        give_room();
    }

    void write_some() {
        socket_->write_some(
            asio::buffer(flushing_.data() + flushed_, flushing_.size() - flushed_),
            completion{[self = shared_from_this()](error_code code, std::size_t bytes) {
                self->on_write(code, bytes);
            }});
    }

    void on_write(error_code code, std::size_t bytes) {
        flushed_ += bytes;
        sent_bytes_ += bytes;
        if (poll_ && bytes > 0) poll_->on_traffic();
        if (notify_progress_ && !code) notify_progress_();
        if (!code && flushed_ < flushing_.size()) return write_some();
        flushing_.clear();
        if (flushing_.capacity() > 2 * high_water) flushing_.shrink_to_fit();
        if (code) {
            out_.clear();
            rest_.reset();
            if (!failure_) {
                failure_ = code;
                if (auto tell = std::move(notify_failure_)) tell();
            }
        }
        flush();
        give_room();
        if (!flushed() && !failure_) return;
        if (notify_flushed_ && !failure_) notify_flushed_();
        if (auto sent = std::exchange(sent_, std::nullopt)) (*sent)(failure_);
    }

    void give_room() {
        if (room_.empty() || giving_room_ || (!has_room() && !failure_)) return;
        giving_room_ = true;
        asio::post(executor_, [self = shared_from_this()] {
            self->giving_room_ = false;
            while (!self->room_.empty() && (self->has_room() || self->failure_)) {
                auto next = std::move(self->room_.front());
                self->room_.pop_front();
                next(self->failure_);
            }
        });
    }

    std::unique_ptr<socket> socket_;
    asio::any_io_executor executor_;
    std::shared_ptr<busy_poll> poll_;
    std::unique_ptr<char[]> in_;
    std::size_t in_begin_ = 0;
    std::size_t in_end_ = 0;
    std::uint64_t received_ = 0;
    std::uint64_t accepted_ = 0;
    std::uint64_t sent_bytes_ = 0;
    std::weak_ptr<std::vector<completion>> readers_;  // of the read that is under way
    std::string out_;
    std::shared_ptr<const std::string> rest_;  // comes after `out_`
    std::size_t rest_at_ = 0;
    std::string flushing_;
    std::size_t flushed_ = 0;
    bool flush_posted_ = false;
    bool corked_ = false;
    bool gathers_ = false;  // the last turn that wrote wrote more than once
    // Bytes that came together: the last time, and of what comes now those that are being sent.
    std::size_t usual_batch_ = std::numeric_limits<std::size_t>::max();
    std::size_t left_of_batch_ = 0;
    error_code failure_;     // of writing
    error_code in_failure_;  // of reading
    std::deque<completion> room_;
    bool giving_room_ = false;
    std::optional<completion> sent_;
    unique_function<void()> notify_flushed_;
    unique_function<void()> notify_failure_;
    unique_function<void()> notify_progress_;
    unique_function<void()> notify_shutdown_;
};

}  // namespace asyncapi::detail
