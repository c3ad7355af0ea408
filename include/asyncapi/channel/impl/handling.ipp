#pragma once

#include <asyncapi/channel/context_executor.hpp>
#include <asyncapi/channel/handling.hpp>
#include <asyncapi/channel/subscription.hpp>
#include <asyncapi/detail/copy_text.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <cstddef>
#include <exception>
#include <optional>
#include <string>

namespace asyncapi::detail {

/// What the exception that is being handled says of itself.
inline std::string reason_now() {
    try {
        throw;
    } catch (const std::exception& thrown) {
        return thrown.what();
    } catch (...) {
        return "an exception that is no std::exception";
    }
}

ASYNCAPI_DECL void handle_now(const std::shared_ptr<subscription_state>& state,
                              handled_message& work, delivery&& from) {
    if (!work.accept(state, std::move(from))) return;
    auto& message = work.message();
    copy_text(message.metadata.correlation_id, work.context.correlation_id);
    copy_text(message.metadata.trace.traceparent, work.context.trace.traceparent);
    copy_text(message.metadata.trace.tracestate, work.context.trace.tracestate);
    const context_scope scope{&work.context};
    try {
        static_cast<void>(work.handle());
        message.acknowledge();
    } catch (...) {
        message.release_later(reason_now());
    }
    work.clear();
}

// A function that returns a coroutine may send before that has started.
inline asio::awaitable<void> start(handled_message& work) {
    const auto context = work.message().context();
    const context_scope scope{&context};
    return work.handle();
}

/// Runs a handler that is a coroutine over the messages of a subscription until it ends.
inline asio::awaitable<void> handle_all(std::shared_ptr<subscription_state> state,
                                        std::shared_ptr<handling> by) {
    for (;;) {
        auto from = co_await state->next({});
        if (!from) co_return;
        const auto work = by->make();
        if (!work->accept(state, *std::move(from))) continue;
        auto& message = work->message();
        auto context = std::make_shared<const message_context>(message.context());
        asio::any_io_executor executor =
            context_executor{state->wire().get_executor(), std::move(context)};
        std::optional<std::string> failed;
        try {
            auto coroutine = start(*work);
            co_await asio::co_spawn(executor, std::move(coroutine), asio::use_awaitable);
        } catch (...) {
            failed = reason_now();
        }
        if (failed)
            message.release_later(*failed);
        else
            message.acknowledge();
    }
}

ASYNCAPI_DECL result<std::shared_ptr<subscription_state>> start_handling(
    any_transport wire, address_template filter, std::shared_ptr<handling> by,
    consumer_options options, tell_sender tell) {
    auto state = std::make_shared<subscription_state>(std::move(wire), std::move(filter),
                                                      std::move(options), std::move(tell));
    if (!by->is_coroutine()) {
        auto started = state->start([by](const std::shared_ptr<subscription_state>& self,
                                         delivery&& from) { by->handle(self, std::move(from)); });
        if (!started) return started.error();
    } else {
        if (auto started = state->start(); !started) return started.error();
        const auto executor = state->wire().get_executor();
        for (std::size_t i = 0; i < std::max<std::size_t>(1, state->options().concurrency); ++i)
            asio::co_spawn(executor, handle_all(state, by), asio::detached);
    }
    return state;
}

}  // namespace asyncapi::detail
