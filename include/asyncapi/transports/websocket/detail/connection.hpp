#pragma once

#include <asyncapi/transports/detail/envelope_reader.hpp>
#include <asyncapi/transports/detail/inbox.hpp>
#include <asyncapi/transports/websocket/detail/outbox.hpp>
#include <asyncapi/transports/websocket/detail/wire.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace asyncapi::websocket::detail {

using asyncapi::detail::acknowledgement_frame;
using asyncapi::detail::inbox;
using asyncapi::detail::message_source;

/// Fills in a message that came without metadata.
inline void set_bare(delivery& to, std::string_view address, std::string_view payload, bool binary,
                     std::string_view reply_address) {
    using asyncapi::detail::copy_text;
    copy_text(address, to.address);
    copy_text(payload, to.payload);
    asyncapi::detail::clear_metadata(to.metadata);
    to.metadata.reply_address = reply_address;
    to.attempt = 1;
    to.binary = binary;
    to.bare = true;
    to.retained = false;
}

/// One connection, of a client or a server: what is sent when, what keeps it alive, what ends it.
class connection : public server_stream_events, public message_source {
public:
    struct surroundings {
        asio::any_io_executor executor;
        std::shared_ptr<time_source> time;
        connection_limits limits;
        connection_times times;
        std::shared_ptr<outbox> messages;
    };

    explicit connection(surroundings around) : around_{std::move(around)} {}
    virtual ~connection() = default;

    bool is_open() const noexcept { return open_ && !closing_; }

    /// Sends what is to be sent, as far as the stream takes it.
    void pump() {
        while (open_ && !hung_up_ && stream_->ready()) {
            if (!control_.empty()) {
                stream_->write({{control_.front()}});
                control_bytes_ -= control_.front().size();
                control_.pop_front();
            } else if (const auto next = around_.messages->next()) {
                stream_->write(*next);
            } else {
                if (closing_ && !around_.messages->waiting()) hang_up();
                return;
            }
        }
    }

    /// Whether the stream takes a message now, and nothing has to go first.
    bool can_write() const {
        return is_open() && !hung_up_ && control_.empty() && !around_.messages->waiting() &&
               stream_->ready();
    }

    /// Sends a message that needs no acknowledgement. Ask `can_write` first.
    void write_at_once(const outgoing& message, std::uint64_t ticket) {
        around_.messages->pass(message.bytes(), ticket);
        stream_->write(message);
    }

    /// A frame of ours, ahead of the messages.
    void send_control(std::string frame) {
        if (hung_up_) return;
        control_bytes_ += frame.size();
        control_.push_back(std::move(frame));
        if (control_bytes_ > max_control_bytes) return cut_off();
        pump();
    }

    /// Closes after what is queued has been sent; at once when `now`.
    void close(const close_reason& reason, bool now) {
        if (!stream_ || hung_up_) return;
        if (!open_) return end_now(reason, errc::closed);
        if (!std::exchange(closing_, true)) {
            reason_ = reason;
            end_after(around_.times.close_timeout, errc::closed);
        }
        if (now) {
            hang_up();
        } else {
            pump();
        }
    }

    /// Ends it without a word to the other side or to `ended`.
    void abort() noexcept {
        alarm_.reset();
        heartbeat_.reset();
        if (stream_) stream_->abort();
        open_ = false;
        closing_ = hung_up_ = true;
    }

    void on_settled(const std::string& key, bool acknowledged) final {
        send_control(acknowledgement_frame(key, acknowledged));
    }

    void on_room() final {
        if (!paused_ || must_pause()) return;
        paused_ = false;
        heard_at_ = around_.time->now();
        stream_->read();
    }

    // What the stream says.

    void on_open(std::string_view subprotocol) final {
        alarm_.reset();
        open_ = true;
        heard_at_ = pinged_at_ = around_.time->now();
        heard_bytes_ = stream_->bytes_received();
        beat();
        stream_->read();
        opened(subprotocol);
        pump();
    }

    void on_message(std::string_view bytes, bool binary) final {
        received(bytes, binary);
        if (!open_ || hung_up_) return;
        paused_ = must_pause();
        if (!paused_) stream_->read();
    }

    void on_pause() final { handle_arrived(); }

    void on_ready() final {
        pump();
        moved();
    }

    void on_flushed() final {
        around_.messages->on_flushed();
        pump();
        moved();
    }

    void on_closing() final {
        closing_ = hung_up_ = true;
        if (!alarm_) end_after(around_.times.close_timeout, errc::closed);
    }

    void on_end(const close_reason& reason, const error& why) final {
        const auto self = shared();
        alarm_.reset();
        heartbeat_.reset();
        open_ = false;
        closing_ = hung_up_ = true;
        ended(reason, why);
    }

    upgrade_answer on_upgrade(const http_request&, bool) override { return http_response{}; }
    http_response on_request(const http_request&) override { return {}; }

protected:
    /// The WebSocket is there.
    virtual void opened(std::string_view subprotocol) = 0;
    virtual void received(std::string_view frame, bool binary) = 0;
    /// All that was received together is there.
    virtual void handle_arrived() = 0;
    /// Something left the outbox.
    virtual void moved() = 0;
    /// The other side does not take what it is sent.
    virtual void cut_off() = 0;
    virtual void ended(const close_reason& reason, const error& why) = 0;

    std::shared_ptr<connection> shared() {
        return std::static_pointer_cast<connection>(shared_from_this());
    }

    void adopt(std::shared_ptr<message_stream> stream) { stream_ = std::move(stream); }

    /// \return whether the connection is given up
    bool count_protocol_error() {
        if (++protocol_errors_ < around_.limits.max_protocol_errors) return false;
        close({1002, "too many broken frames"}, true);
        return true;
    }

    /// Ends the connection if nothing else has set another alarm by then.
    void end_after(std::chrono::milliseconds delay, errc why) {
        alarm_ = around_.time->call_at(around_.executor, around_.time->now() + delay,
                                       [weak = std::weak_ptr{shared()}, why] {
                                           if (const auto self = weak.lock())
                                               self->end_now(self->reason_, why);
                                       });
    }

    void end_now(const close_reason& reason, const error& why) {
        const auto self = shared();
        if (stream_) stream_->abort();
        on_end(reason, why);
    }

    const surroundings& around() const noexcept { return around_; }

private:
    static constexpr std::size_t max_control_bytes = std::size_t{1} << 20U;

    void hang_up() {
        if (std::exchange(hung_up_, true)) return;
        stream_->close(reason_);
    }

    bool must_pause() const noexcept {
        return waiting_messages >= around_.limits.max_held_messages ||
               waiting_bytes >= around_.limits.max_held_bytes;
    }

    // Looks whether the other side lives, and asks it.
    void beat() {
        using std::chrono::milliseconds;
        auto period = std::chrono::milliseconds::max();
        if (around_.times.ping_interval.count() > 0) period = around_.times.ping_interval;
        if (around_.times.idle_timeout.count() > 0)
            period =
                std::min(period, around_.times.idle_timeout / 2 + std::chrono::milliseconds{1});
        if (period == std::chrono::milliseconds::max()) return;
        heartbeat_ = around_.time->call_at(around_.executor, around_.time->now() + period,
                                           [weak = std::weak_ptr{shared()}] {
                                               if (const auto self = weak.lock()) self->on_beat();
                                           });
    }

    void on_beat() {
        const auto now = around_.time->now();
        const auto received = stream_->bytes_received();
        // What is not read cannot be heard.
        if (received != heard_bytes_ || paused_) {
            heard_bytes_ = received;
            heard_at_ = now;
        }
        const auto idle = around_.times.idle_timeout;
        if (idle.count() > 0 && now - heard_at_ >= idle)
            return end_now({1006, "silent for too long"}, errc::timed_out);
        const auto ping = around_.times.ping_interval;
        if (ping.count() > 0 && now - pinged_at_ >= ping && !hung_up_) {
            pinged_at_ = now;
            stream_->ping();
        }
        beat();
    }

    const surroundings around_;
    std::shared_ptr<message_stream> stream_;
    std::deque<std::string> control_;
    std::size_t control_bytes_ = 0;
    close_reason reason_;
    bool open_ = false;
    bool closing_ = false;  // nothing more is taken
    bool hung_up_ = false;  // nothing more is written
    bool paused_ = false;
    std::size_t protocol_errors_ = 0;
    time_source::ticket alarm_;
    time_source::ticket heartbeat_;
    time_source::time_point heard_at_{};
    time_source::time_point pinged_at_{};
    std::uint64_t heard_bytes_ = 0;
};

}  // namespace asyncapi::websocket::detail
