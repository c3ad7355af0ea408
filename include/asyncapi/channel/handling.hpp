#pragma once

#include <asyncapi/channel/error_reply.hpp>
#include <asyncapi/channel/received.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <concepts>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

namespace asyncapi::detail {

template <class T>
inline constexpr bool is_awaitable = false;
template <class T, class E>
inline constexpr bool is_awaitable<asio::awaitable<T, E>> = true;

template <class Returned>
inline constexpr bool is_handled = std::is_void_v<Returned>;
template <class E>
inline constexpr bool is_handled<asio::awaitable<void, E>> = true;

/// A handler of accepted messages: a plain function, or one that returns a coroutine.
template <class F, class... Ms>
concept message_handler = requires(F& handler, received<Ms...>& message) {
    requires is_handled<decltype(handler(message))>;
};

/// Applies the policy for bad messages to one of them.
inline void refuse(subscription_state& state, const delivery& message, const error& why) {
    ++state.counters().rejected;
    const auto& options = state.options();
    if (options.on_rejected) {
        const auto context = message_context::of(message.metadata);
        const context_scope scope{&context};
        options.on_rejected({why, message});
    }
    if (options.on_bad_message == bad_message::reject)
        send_refusal(state.wire(), message, message.metadata.reply_address, why);
    state.acknowledge(message.tag);
}

/// Turns a delivery into a message, or refuses it.
template <class... Ms>
std::optional<received<Ms...>> accept(const std::shared_ptr<subscription_state>& state,
                                      delivery message) {
    auto with = message.metadata;
    auto payload = decode_delivery<Ms...>(message, with);
    if (!payload) {
        message.metadata.correlation_id = with.correlation_id;
        refuse(*state, message, payload.error());
        return {};
    }
    // What it causes is one conversation, also where its sender named none. Its own id is the same
    // on each delivery.
    if (with.correlation_id.empty())
        with.correlation_id = with.message_id.empty() ? metadata::make_id() : with.message_id;
    ++state->counters().accepted;
    return received<Ms...>{*std::move(payload), std::move(with), settlement{state, message}};
}

/// Runs a plain handler: its return acknowledges, an exception releases.
template <class... Ms, class F>
void handle_now(const std::shared_ptr<subscription_state>& state, F& handler, delivery from) {
    auto message = accept<Ms...>(state, std::move(from));
    if (!message) return;
    const auto context = message->context();
    const context_scope scope{&context};
    try {
        handler(*message);
        message->acknowledge();
    } catch (...) {
        message->release_later();
    }
}

/// Runs a coroutine handler over the messages of a subscription until it ends.
template <class F, class... Ms>
struct handler_loop {
    std::shared_ptr<subscription_state> state;
    F handler;

    static asio::awaitable<void> run(std::shared_ptr<handler_loop> self) {
        for (;;) {
            auto from = co_await self->state->next({});
            if (!from) co_return;
            auto message = accept<Ms...>(self->state, *std::move(from));
            if (!message) continue;
            auto context = std::make_shared<const message_context>(message->context());
            asio::any_io_executor executor =
                context_executor{self->state->wire().get_executor(), std::move(context)};
            bool done = false;
            try {
                auto work = start(*self, *message);
                co_await asio::co_spawn(executor, std::move(work), asio::use_awaitable);
                done = true;
            } catch (...) {
            }
            if (done)
                message->acknowledge();
            else
                message->release_later();
        }
    }

private:
    // A function that returns a coroutine may send before that has started.
    static auto start(handler_loop& self, received<Ms...>& message) {
        const auto context = message.context();
        const context_scope scope{&context};
        return self.handler(message);
    }
};

/// Starts a subscription that calls `handler`.
template <class... Ms, class F>
result<std::shared_ptr<subscription_state>> start_handling(any_transport wire,
                                                           address_template filter, F handler,
                                                           consumer_options options) {
    auto state = std::make_shared<subscription_state>(std::move(wire), std::move(filter),
                                                      std::move(options));
    if constexpr (std::is_void_v<std::invoke_result_t<F&, received<Ms...>&>>) {
        auto started = state->start(
            [weak = std::weak_ptr{state}, call = std::move(handler)](delivery from) mutable {
                if (const auto alive = weak.lock()) handle_now<Ms...>(alive, call, std::move(from));
            });
        if (!started) return started.error();
    } else {
        if (auto started = state->start(); !started) return started.error();
        using loop_type = handler_loop<F, Ms...>;
        auto loop = std::make_shared<loop_type>(loop_type{state, std::move(handler)});
        for (std::size_t i = 0; i < std::max<std::size_t>(1, state->options().concurrency); ++i) {
            asio::co_spawn(state->wire().get_executor(), loop_type::run(loop), asio::detached);
        }
    }
    return state;
}

}  // namespace asyncapi::detail
