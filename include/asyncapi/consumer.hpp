#pragma once

#include <asyncapi/channel/handling.hpp>
#include <asyncapi/channel/received.hpp>
#include <asyncapi/message.hpp>
#include <asyncapi/policy.hpp>

#include <chrono>
#include <memory>
#include <optional>
#include <utility>

namespace asyncapi {

/// Receives the messages of a channel, one `co_await` at a time. Destroying it ends the
/// subscription.
///
/// Bad messages are dealt with by `consumer_options::on_bad_message` and never come out of `next`.
template <class... Messages>
class consumer {
public:
    using message_type = received<Messages...>;

    consumer(any_transport wire, const channel_object<Messages...>& object,
             consumer_options options = {}, const parameters& values = {})
        : consumer{std::move(wire), address_template{object.address}.fill(values),
                   std::move(options)} {}

    consumer(any_transport wire, result<address_template> filter, consumer_options options) {
        if (!filter) {
            broken_ = filter.error();
            return;
        }
        state_ = std::make_shared<detail::subscription_state>(std::move(wire), *std::move(filter),
                                                              std::move(options));
        if (auto started = state_->start(); !started) broken_ = started.error();
    }

    consumer(consumer&&) = default;
    consumer& operator=(consumer&&) = delete;
    ~consumer() { close(); }

    /// \param within  how long to wait; without it, until a message comes
    /// \return `closed` when the subscription ended, `timed_out`, `cancelled`, or why it could not
    /// start
    asio::awaitable<result<message_type>> next(
        std::optional<std::chrono::milliseconds> within = {}) {
        if (broken_) co_return *broken_;
        const auto state = state_;
        std::optional<time_source::time_point> deadline;
        if (within) deadline = state->wire()->time()->now() + *within;
        for (;;) {
            auto from = co_await state->next(deadline);
            if (!from) co_return from.error();
            auto message = detail::accept<Messages...>(state, *std::move(from));
            if (message) co_return *std::move(message);
        }
    }

    /// Ends the subscription; what was not acknowledged goes back.
    void close() {
        if (state_) state_->stop();
    }

    consumer_counters counters() const { return state_ ? state_->counters() : consumer_counters{}; }

private:
    std::shared_ptr<detail::subscription_state> state_;
    std::optional<error> broken_;
};

/// A subscription whose messages go to a handler. Destroying it ends the subscription.
class subscription {
public:
    subscription() = default;
    explicit subscription(result<std::shared_ptr<detail::subscription_state>> started) {
        if (started)
            state_ = *std::move(started);
        else
            broken_ = started.error();
    }

    subscription(subscription&&) = default;
    subscription& operator=(subscription&& other) noexcept {
        if (this != &other) {
            close();
            state_ = std::move(other.state_);
            broken_ = std::move(other.broken_);
        }
        return *this;
    }
    ~subscription() { close(); }

    /// \return why the subscription could not start, where it could not
    result<void> status() const {
        if (broken_) return *broken_;
        if (!state_ || state_->closed()) return errc::closed;
        return {};
    }

    void close() {
        if (state_) state_->stop();
    }

    consumer_counters counters() const { return state_ ? state_->counters() : consumer_counters{}; }

private:
    std::shared_ptr<detail::subscription_state> state_;
    std::optional<error> broken_;
};

}  // namespace asyncapi
