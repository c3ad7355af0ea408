#pragma once

#include <asyncapi/transports/detail/buffered_socket.hpp>
#include <asyncapi/transports/detail/dialer.hpp>
#include <asyncapi/transports/mqtt/detail/frames.hpp>
#include <asyncapi/transports/mqtt/detail/loss.hpp>
#include <asyncapi/transports/mqtt/detail/packet_bounds.hpp>
#include <asyncapi/transports/mqtt/options.hpp>

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <string_view>
#include <utility>

namespace asyncapi::mqtt::detail {

using asyncapi::detail::buffered_socket;
using asyncapi::detail::completion;
using asyncapi::detail::destination;
using asyncapi::detail::dialer;
using asyncapi::detail::make_busy_poll;
using boost::system::error_code;

/// Who talks to a broker.
class broker_user {
public:
    /// The broker can be written, and read with `read`.
    virtual void on_broker_reached() = 0;
    /// Something came; its packets follow.
    virtual void on_broker_heard() = 0;
    virtual void on_broker_frame(const frame& said) = 0;
    virtual void on_broker_end(const error& why, loss what) = 0;
    /// So many messages without confirmation have left.
    virtual void on_broker_flushed(std::size_t count) = 0;
    /// `writable` said no, and would not any more.
    virtual void on_broker_writable() = 0;
    /// Whether there is room for what the broker sends. It is not read while there is none.
    virtual bool has_room() const = 0;
    /// Whether something is waited for that lies behind what the broker sends.
    virtual bool awaits_answer() const = 0;

protected:
    ~broker_user() = default;
};

/// The way to a broker: packets in, bytes out.
///
/// It ends when it is unread for good, because what the room waits for is what is not read.
class broker_link : public std::enable_shared_from_this<broker_link> {
public:
    /// \param options  of the user, who outlives this
    broker_link(asio::any_io_executor executor, const client_options& options,
                std::weak_ptr<broker_user> user)
        : executor_{std::move(executor)},
          options_{options},
          from_broker_{max_packet_bytes(options.limits)},
          user_{std::move(user)} {}

    void start(const destination& to, tls_options tls) {
        dialer_ = std::make_shared<dialer>(executor_, to, std::move(tls),
                                           make_busy_poll(executor_, options_.times.busy_poll));
        dialer_->start([weak = weak_from_this()](result<std::shared_ptr<buffered_socket>> made) {
            const auto self = weak.lock();
            const auto user = self ? self->user_.lock() : nullptr;
            if (!user) return;
            if (!made) return user->on_broker_end(made.error(), loss::unrelated);
            self->socket_ = *std::move(made);
            user->on_broker_reached();
        });
    }

    void read() {
        socket_->on_progress([weak = weak_from_this()] {
            if (const auto self = weak.lock()) self->on_progress();
        });
        fill();
    }

    /// A consumer took a message.
    void on_room() {
        if (paused_) moved_at_ = options_.time->now();
        resume();
    }

    /// There may be room again, or a reason to make some.
    void resume() {
        const auto user = user_.lock();
        if (!paused_ || !user || !user->has_room()) return;
        paused_ = false;
        stall_.reset();
        fill();
    }
    bool paused() const noexcept { return paused_; }

    /// Nothing that comes is of interest any more, but that the broker closes the connection.
    void await_end() {
        awaits_end_ = true;
        stall_.reset();
        if (std::exchange(paused_, false)) fill();
    }

    void send(std::string_view bytes) { socket_->send(bytes); }
    /// What was sent last needs no confirmation: it is counted when it has left.
    void expect_no_answer() { leaving_.push_back(socket_->bytes_accepted()); }

    /// \return whether more can be sent now; if not, the user is told when it can
    bool writable() {
        if (socket_->has_room()) return true;
        if (std::exchange(waits_for_room_, true)) return false;
        socket_->when_room(completion{[weak = weak_from_this()](error_code code, std::size_t) {
            const auto self = weak.lock();
            const auto user = self ? self->user_.lock() : nullptr;
            if (!user) return;
            if (code) return user->on_broker_end({code, "lost the broker"}, loss_of(code));
            self->waits_for_room_ = false;
            user->on_broker_writable();
        }});
        return false;
    }

    void close() {
        user_.reset();
        stall_.reset();
        if (dialer_) dialer_->abort();
        if (socket_) socket_->close();
    }

private:
    void on_progress() {
        std::size_t count = 0;
        for (; !leaving_.empty() && leaving_.front() <= socket_->bytes_sent(); ++count)
            leaving_.pop_front();
        if (count == 0) return;
        if (const auto user = user_.lock()) user->on_broker_flushed(count);
    }

    void fill() {
        socket_->fill(completion{[weak = weak_from_this()](error_code code, std::size_t) {
            const auto self = weak.lock();
            const auto user = self ? self->user_.lock() : nullptr;
            if (!user) return;
            if (code && self->awaits_end_)
                return user->on_broker_end(errc::closed, loss::unrelated);
            if (code) return user->on_broker_end({code, "lost the broker"}, loss_of(code));
            self->take(*user);
        }});
    }

    void take(broker_user& user) {
        user.on_broker_heard();
        const auto input = socket_->input();
        if (!awaits_end_) {
            const auto fed = from_broker_.feed(input, [&](const frame& each) {
                user.on_broker_frame(each);
                return !user_.expired() && !awaits_end_;
            });
            if (user_.expired()) return;
            if (!fed) return user.on_broker_end(fed.error(), loss::unrelated);
        }
        socket_->consume(input.size());
        if (awaits_end_ || user.has_room()) return fill();
        paused_ = true;
        moved_at_ = options_.time->now();
        watch_stall();
    }

    // Consumers that wait for what is behind unread messages make no room for them.
    void watch_stall() {
        stall_ = options_.time->call_at(
            executor_, moved_at_ + options_.times.stall_timeout, [weak = weak_from_this()] {
                const auto self = weak.lock();
                const auto user = self ? self->user_.lock() : nullptr;
                if (!user || !self->paused_) return;
                const auto now = self->options_.time->now();
                if (!user->awaits_answer()) self->moved_at_ = now;
                if (now - self->moved_at_ < self->options_.times.stall_timeout)
                    return self->watch_stall();
                user->on_broker_end(
                    {errc::timed_out,
                     "messages wait for consumers, and these for answers behind more of "
                     "them: see client_limits::max_held_messages"},
                    loss::unrelated);
            });
    }

    const asio::any_io_executor executor_;
    const client_options& options_;
    std::shared_ptr<dialer> dialer_;
    std::shared_ptr<buffered_socket> socket_;
    frame_reader from_broker_;
    std::weak_ptr<broker_user> user_;
    std::deque<std::uint64_t> leaving_;  // ends of messages without confirmation, in bytes sent
    time_source::ticket stall_;
    time_source::time_point moved_at_{};  // since when the pause lasts, or room was made in it
    bool paused_ = false;
    bool waits_for_room_ = false;
    bool awaits_end_ = false;
};

}  // namespace asyncapi::mqtt::detail
