#pragma once

#include <asyncapi/channel/arrival.hpp>
#include <asyncapi/channel/received.hpp>
#include <asyncapi/detail/config.hpp>
#include <asyncapi/message.hpp>
#include <asyncapi/policy.hpp>
#include <asyncapi/transport.hpp>

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <memory>
#include <optional>
#include <utility>

namespace asyncapi {
namespace detail {

/// A subscription that ends with its owner.
class subscription_base {
public:
    /// Ends the subscription; what was not acknowledged goes back.
    void close();

    consumer_counters counters() const;

protected:
    subscription_base() noexcept;
    explicit subscription_base(result<std::shared_ptr<subscription_state>> started);
    subscription_base(any_transport wire, result<address_template> filter,
                      consumer_options options);
    subscription_base(subscription_base&&) noexcept;
    subscription_base& operator=(subscription_base&& other) noexcept;
    ~subscription_base();

    const std::shared_ptr<subscription_state>& state() const noexcept { return state_; }
    const std::optional<error>& broken() const noexcept { return broken_; }

private:
    std::shared_ptr<subscription_state> state_;
    std::optional<error> broken_;
};

/// Completes with the next message that is accepted in `into`, or with `closed`, `timed_out`,
/// `cancelled`.
asio::awaitable<result<void>> next_accepted(std::shared_ptr<subscription_state> state,
                                            std::optional<std::chrono::milliseconds> within,
                                            const incoming_messages& messages, void* payload,
                                            received_base& into);

}  // namespace detail

/// Receives the messages of a channel, one `co_await` at a time. Destroying it ends the
/// subscription.
///
/// Bad messages are dealt with by `consumer_options::on_bad_message` and never come out of `next`.
template <class... Messages>
class consumer : public detail::subscription_base {
public:
    using message_type = received<Messages...>;

    consumer(any_transport wire, const channel_object<Messages...>& object,
             consumer_options options = {}, const parameters& values = {})
        : consumer{std::move(wire), address_template{object.address}.fill(values),
                   std::move(options)} {}

    consumer(any_transport wire, result<address_template> filter, consumer_options options)
        : subscription_base{std::move(wire), std::move(filter), std::move(options)} {}

    consumer(consumer&&) = default;
    consumer& operator=(consumer&&) = delete;

    /// \param within  how long to wait; without it, until a message comes
    /// \return `closed` when the subscription ended, `timed_out`, `cancelled`, or why it could not
    /// start
    asio::awaitable<result<message_type>> next(
        std::optional<std::chrono::milliseconds> within = {}) {
        return wait(state(), broken(), within);
    }

private:
    // The consumer may be gone before the coroutine begins.
    static asio::awaitable<result<message_type>> wait(
        std::shared_ptr<detail::subscription_state> state, std::optional<error> broken,
        std::optional<std::chrono::milliseconds> within) {
        if (broken) co_return *std::move(broken);
        message_type message{detail::to_be_read{}};
        auto next = detail::next_accepted(
            std::move(state), within, detail::incoming_of<Messages...>, &message.payload, message);
        auto accepted = co_await std::move(next);
        if (!accepted) co_return accepted.error();
        co_return std::move(message);
    }
};

/// A subscription whose messages go to a handler. Destroying it ends the subscription.
class subscription : public detail::subscription_base {
public:
    subscription() = default;
    explicit subscription(result<std::shared_ptr<detail::subscription_state>> started)
        : subscription_base{std::move(started)} {}

    /// \return why the subscription could not start, where it could not
    result<void> status() const;
};

}  // namespace asyncapi

#ifndef ASYNCAPI_SEPARATE_COMPILATION
#include <asyncapi/impl/consumer.ipp>
#endif
