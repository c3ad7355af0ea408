#pragma once

#include <asyncapi/time_source.hpp>

#include <algorithm>
#include <chrono>
#include <optional>

namespace asyncapi::mqtt::detail {

/// When to ping a broker, and when to give it up: the decisions, without the connection.
///
/// \see MQTT 5 section 3.1.2.10
class keep_alive {
public:
    using time_point = time_source::time_point;

    enum class action { none, ping, give_up };

    keep_alive(std::chrono::milliseconds interval, time_point now)
        : interval_{interval}, sent_{now}, received_{now} {}

    void on_sent(time_point now) noexcept { sent_ = now; }
    void on_received(time_point now) noexcept {
        received_ = now;
        pinged_.reset();
    }

    /// \param reading  what the broker sends is being read; if not, its silence says nothing
    action step(time_point now, bool reading) {
        if (interval_.count() == 0) return action::none;
        if (!reading) {
            received_ = now;
            pinged_.reset();
        }
        if (pinged_ && now - *pinged_ >= interval_ / 2) return action::give_up;
        if (!pinged_ && (now - sent_ >= interval_ || now - received_ >= interval_)) {
            pinged_ = sent_ = now;
            return action::ping;
        }
        return action::none;
    }

    /// \return when to ask again
    time_point next() const {
        return pinged_ ? *pinged_ + interval_ / 2 : std::min(sent_, received_) + interval_;
    }

    bool off() const noexcept { return interval_.count() == 0; }

private:
    std::chrono::milliseconds interval_;
    time_point sent_;
    time_point received_;
    std::optional<time_point> pinged_;
};

}  // namespace asyncapi::mqtt::detail
