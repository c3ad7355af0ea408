#pragma once

#include <asyncapi/time_source.hpp>
#include <asyncapi/transports/options.hpp>

#include <algorithm>
#include <chrono>
#include <cmath>

namespace asyncapi::detail {

/// When a client connects, waits and gives up: the decisions, without the connection.
class reconnection {
public:
    using milliseconds = std::chrono::milliseconds;
    using time_point = time_source::time_point;

    enum class action {
        none,
        connect,
        wait,     ///< for `delay`, then `waited`
        hang_up,  ///< with a closing handshake, then `ended`
        finish,   ///< there is nothing more to do
    };
    struct step {
        action what = action::none;
        milliseconds delay{0};
    };

    reconnection(const backoff_options& backoff, bool again) : backoff_{backoff}, again_{again} {}

    connection_state state() const noexcept { return state_; }

    step start() { return become(connection_state::connecting, action::connect); }

    step opened(time_point now) {
        if (state_ != connection_state::connecting) return {};
        opened_at_ = now;
        return become(connection_state::connected, action::none);
    }

    /// The attempt failed, or the connection is lost.
    ///
    /// \param random  from 0 to 1
    step ended(time_point now, double random) {
        switch (state_) {
            case connection_state::connected:
                if (now - opened_at_ >= backoff_.stable_after) failures_ = 0;
                [[fallthrough]];
            case connection_state::connecting: {
                if (!again_) return become(connection_state::closed, action::finish);
                auto next = become(connection_state::waiting, action::wait);
                next.delay = delay(failures_++, random);
                return next;
            }
            case connection_state::closing:
                return become(connection_state::closed, action::finish);
            case connection_state::waiting:
            case connection_state::closed:
                break;
        }
        return {};
    }

    step waited() {
        if (state_ != connection_state::waiting) return {};
        return become(connection_state::connecting, action::connect);
    }

    step close() {
        if (state_ == connection_state::connected)
            return become(connection_state::closing, action::hang_up);
        if (state_ == connection_state::closing || state_ == connection_state::closed) return {};
        return become(connection_state::closed, action::finish);
    }

    milliseconds delay(unsigned failures, double random) const {
        const auto most = static_cast<double>(backoff_.max.count());
        const auto full = std::min(most, static_cast<double>(backoff_.initial.count()) *
                                             std::pow(backoff_.factor, failures));
        const auto jitter = std::clamp(backoff_.jitter, 0.0, 1.0);
        return milliseconds{static_cast<milliseconds::rep>(full * (1 - jitter + jitter * random))};
    }

private:
    step become(connection_state next, action what) {
        state_ = next;
        return {what, milliseconds{0}};
    }

    const backoff_options backoff_;
    const bool again_;
    connection_state state_ = connection_state::connecting;
    time_point opened_at_{};
    unsigned failures_ = 0;
};

}  // namespace asyncapi::detail
