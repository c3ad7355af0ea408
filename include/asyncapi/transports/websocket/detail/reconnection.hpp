#pragma once

#include <asyncapi/time_source.hpp>
#include <asyncapi/transports/websocket/client_options.hpp>

#include <algorithm>
#include <chrono>
#include <cmath>

namespace asyncapi::websocket::detail {

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

    client_state state() const noexcept { return state_; }

    step start() { return become(client_state::connecting, action::connect); }

    step opened(time_point now) {
        if (state_ != client_state::connecting) return {};
        opened_at_ = now;
        return become(client_state::connected, action::none);
    }

    /// The attempt failed, or the connection is lost.
    ///
    /// \param random  from 0 to 1
    step ended(time_point now, double random) {
        switch (state_) {
            case client_state::connected:
                if (now - opened_at_ >= backoff_.stable_after) failures_ = 0;
                [[fallthrough]];
            case client_state::connecting: {
                if (!again_) return become(client_state::closed, action::finish);
                auto next = become(client_state::waiting, action::wait);
                next.delay = delay(failures_++, random);
                return next;
            }
            case client_state::closing:
                return become(client_state::closed, action::finish);
            case client_state::waiting:
            case client_state::closed:
                break;
        }
        return {};
    }

    step waited() {
        if (state_ != client_state::waiting) return {};
        return become(client_state::connecting, action::connect);
    }

    step close() {
        if (state_ == client_state::connected)
            return become(client_state::closing, action::hang_up);
        if (state_ == client_state::closing || state_ == client_state::closed) return {};
        return become(client_state::closed, action::finish);
    }

    milliseconds delay(unsigned failures, double random) const {
        const auto most = static_cast<double>(backoff_.max.count());
        const auto full = std::min(most, static_cast<double>(backoff_.initial.count()) *
                                             std::pow(backoff_.factor, failures));
        const auto jitter = std::clamp(backoff_.jitter, 0.0, 1.0);
        return milliseconds{static_cast<milliseconds::rep>(full * (1 - jitter + jitter * random))};
    }

private:
    step become(client_state next, action what) {
        state_ = next;
        return {what, milliseconds{0}};
    }

    const backoff_options backoff_;
    const bool again_;
    client_state state_ = client_state::connecting;
    time_point opened_at_{};
    unsigned failures_ = 0;
};

}  // namespace asyncapi::websocket::detail
