#pragma once

#include <asyncapi/channel/handling.hpp>
#include <asyncapi/consumer.hpp>
#include <asyncapi/producer.hpp>

#include <functional>
#include <memory>
#include <utility>

namespace asyncapi {

/// A channel of the contract on a transport: sends and receives its messages, each checked.
///
/// `asyncapi::channel placed{wire, ordering::placed};`
template <class... Messages>
class channel : public producer<Messages...> {
public:
    using consumer_type = consumer<Messages...>;
    using message_type = received<Messages...>;

    /// \param values  parameters of the address that are the same for all messages; the others are
    /// given with
    ///                each `send`, and a subscription takes all their values
    channel(any_transport wire, const channel_object<Messages...>& object,
            const parameters& values = {})
        : producer<Messages...>{std::move(wire), object, values} {}

    /// Starts to receive; take the messages with `co_await consumer.next()`.
    consumer_type subscribe(consumer_options options = {}) const {
        return {this->wire(), this->address(), std::move(options)};
    }

    /// Starts to receive, each message handed to `handler(received<Messages...>&)`.
    ///
    /// A handler that returns acknowledges, one that throws releases the message for a later try.
    /// What a handler sends belongs to the conversation of the message. A handler may return
    /// `asio::awaitable<void>`.
    template <class Handler>
    [[nodiscard]] subscription subscribe(Handler handler, consumer_options options = {}) const {
        if constexpr (!detail::message_handler<Handler, Messages...>) {
            static_assert(
                detail::message_handler<Handler, Messages...>,
                "a handler takes received<Messages...>&, or auto&, and returns nothing or "
                "an asio::awaitable<void>");
            return {};
        } else {
            auto filter = this->address();
            if (!filter) return subscription{filter.error()};
            using handling = detail::handling_by<Handler, Messages...>;
            return subscription{detail::start_handling(
                this->wire(), *std::move(filter), std::make_shared<handling>(std::move(handler)),
                std::move(options))};
        }
    }

    /// As above, with a function that is told of each refused message.
    template <class Handler>
    [[nodiscard]] subscription subscribe(Handler handler,
                                         std::function<void(const rejection&)> on_rejected,
                                         consumer_options options = {}) const {
        options.on_rejected = std::move(on_rejected);
        return subscribe(std::move(handler), std::move(options));
    }
};

template <class... Messages>
channel(any_transport, channel_object<Messages...>) -> channel<Messages...>;
template <class... Messages>
channel(any_transport, channel_object<Messages...>, parameters) -> channel<Messages...>;

}  // namespace asyncapi
