#pragma once

#include <asyncapi/channel/subscription.hpp>
#include <asyncapi/consumer.hpp>

#include <boost/asio/this_coro.hpp>

#include <utility>

namespace asyncapi {
namespace detail {

ASYNCAPI_DECL subscription_base::subscription_base() noexcept = default;

ASYNCAPI_DECL subscription_base::subscription_base(
    result<std::shared_ptr<subscription_state>> started) {
    if (started)
        state_ = *std::move(started);
    else
        broken_ = started.error();
}

ASYNCAPI_DECL subscription_base::subscription_base(any_transport wire,
                                                   result<address_template> filter,
                                                   consumer_options options) {
    if (!filter) {
        broken_ = filter.error();
        return;
    }
    state_ = std::make_shared<subscription_state>(std::move(wire), *std::move(filter),
                                                  std::move(options));
    if (auto started = state_->start(); !started) broken_ = started.error();
}

ASYNCAPI_DECL subscription_base::subscription_base(subscription_base&&) noexcept = default;

ASYNCAPI_DECL subscription_base& subscription_base::operator=(subscription_base&& other) noexcept {
    if (this != &other) {
        close();
        state_ = std::move(other.state_);
        broken_ = std::move(other.broken_);
    }
    return *this;
}

ASYNCAPI_DECL subscription_base::~subscription_base() {
    close();
}

ASYNCAPI_DECL void subscription_base::close() {
    if (state_) state_->stop();
}

ASYNCAPI_DECL consumer_counters subscription_base::counters() const {
    return state_ ? state_->counters() : consumer_counters{};
}

ASYNCAPI_DECL asio::awaitable<result<void>> next_accepted(
    std::shared_ptr<subscription_state> state, std::optional<std::chrono::milliseconds> within,
    const incoming_messages& messages, void* payload, received_base& into) {
    std::optional<time_source::time_point> deadline;
    if (within) deadline = state->wire()->time()->now() + *within;
    // Cancelled while a bad message was dealt with, the next wait would throw.
    const bool throws = co_await asio::this_coro::throw_if_cancelled();
    co_await asio::this_coro::throw_if_cancelled(false);
    result<void> outcome;
    for (bool accepted = false; outcome && !accepted;) {
        auto from = co_await state->next(deadline);
        if (from)
            accepted = accept(state, *std::move(from), messages, payload, into);
        else
            outcome = from.error();
    }
    co_await asio::this_coro::throw_if_cancelled(throws);
    co_return outcome;
}

}  // namespace detail

ASYNCAPI_DECL result<void> subscription::status() const {
    if (broken()) return *broken();
    if (!state() || state()->closed()) return errc::closed;
    return {};
}

}  // namespace asyncapi
