#pragma once

#include <asyncapi/error.hpp>
#include <asyncapi/time_source.hpp>
#include <asyncapi/transports/mqtt/detail/loss.hpp>
#include <asyncapi/transports/mqtt/options.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>

namespace asyncapi::mqtt::detail {

/// Finds the message that a broker ends the connection for: the decisions, without the connection.
///
/// What is hard is not to take a broker that dies for one that does not like a message. Who dies,
/// dies at any time. So a suspect is sent alone, after `poison_options::quiet` with nothing under
/// way and an answered ping, and is blamed only for an end that comes in the quarter of that time
/// after it: an end at some other time falls into the quiet four times as often, and one that
/// falls there acquits everybody.
class poison_search {
public:
    using time_point = time_source::time_point;

    explicit poison_search(const poison_options& options) : options_{options} {}

    struct culprit {
        std::uint64_t ticket = 0;
        std::size_t times = 0;  ///< that the broker ended the connection for it
        error why = errc::rejected;
    };
    /// How a connection ended, or was not made.
    struct end {
        loss what = loss::unrelated;
        error why = errc::not_connected;
        std::size_t node = 0;                         ///< of the broker
        std::optional<std::uint64_t> last_sent = {};  ///< ticket of what is not answered
        time_point at = {};
    };

    /// Messages go one at a time, as `may_send` says.
    bool looking() const noexcept { return last_suspect_.has_value(); }

    /// The broker accepted a connection. When this is `looking`, the quiet begins.
    ///
    /// \return what is to be given up
    std::optional<culprit> on_open() {
        sent_.reset();
        answered_ = false;
        phase_ = looking() ? phase::quiet : phase::open;
        if (strikes_ < std::max<std::size_t>(1, options_.attempts)) return {};
        return culprit{suspect_, std::exchange(strikes_, 0), why_};
    }

    /// The quiet is over, and the broker gets a ping.
    void on_pinged() noexcept {
        if (phase_ == phase::quiet) phase_ = phase::pinged;
    }
    void on_ping_answered() noexcept {
        if (phase_ == phase::pinged) phase_ = phase::open;
    }

    /// \param under_way  messages that were sent and are not answered, or have not left
    bool may_send(std::size_t under_way) const noexcept {
        return phase_ == phase::open && (!looking() || under_way == 0);
    }

    void on_sent(std::uint64_t ticket, time_point now) {
        if (looking()) sent_ = sending{ticket, now};
    }
    /// Something else was sent that the broker may dislike.
    void on_disturbed() noexcept {
        if (sent_) sent_->alone = false;
    }
    /// The broker answered a message.
    void on_answer() noexcept { answered_ = true; }
    /// \param oldest  ticket of what is not answered yet
    void on_settled(std::optional<std::uint64_t> oldest) {
        if (!oldest || oldest > last_suspect_) acquit();
    }

    void on_end(const end& how) {
        const bool was_open = std::exchange(phase_, phase::down) != phase::down;
        if (!was_open) {
            // The broker is not there: it was not the message that it left for.
            if (how.node == node_) acquit();
            return;
        }
        node_ = how.node;
        if (looking()) {
            judge(how);
        } else {
            count(how);
        }
    }

private:
    enum class phase : std::uint8_t { down, quiet, pinged, open };
    struct sending {
        std::uint64_t ticket;
        time_point at;
        bool alone = true;
    };

    void count(const end& how) {
        const bool futile = how.what == loss::unexplained && how.last_sent && !answered_;
        losses_ = futile ? losses_ + 1 : 0;
        if (options_.losses != 0 && losses_ >= options_.losses) last_suspect_ = how.last_sent;
    }

    void judge(const end& how) {
        // The first of this connection was answered, and another that had no quiet was not.
        if (answered_) {
            strikes_ = 0;
            return;
        }
        const bool blamed = how.what == loss::unexplained && sent_ && sent_->alone &&
                            how.at - sent_->at <= options_.quiet / 4;
        if (!blamed) return acquit();
        if (std::exchange(suspect_, sent_->ticket) != sent_->ticket) strikes_ = 0;
        ++strikes_;
        why_ = how.why;
    }

    void acquit() noexcept {
        last_suspect_.reset();
        losses_ = strikes_ = 0;
        if (phase_ != phase::down) phase_ = phase::open;
    }

    const poison_options options_;
    phase phase_ = phase::down;
    std::size_t losses_ = 0;  // in a row, without an answer
    std::optional<std::uint64_t> last_suspect_;
    std::uint64_t suspect_ = 0;  // whom the last connection ended for
    std::size_t strikes_ = 0;    // how many in a row
    error why_ = errc::rejected;
    std::optional<std::size_t> node_;  // of the last connection
    std::optional<sending> sent_;      // latest over this connection
    bool answered_ = false;            // something over this connection
};

}  // namespace asyncapi::mqtt::detail
