#pragma once

#include <asyncapi/detail/event.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/this_coro.hpp>

#include <memory>
#include <optional>

namespace asyncapi::detail {

/// Waits until `condition(*self)` holds, looking whenever `self->changed()` is notified.
///
/// \return `closed` when the transport ends first, `timed_out`, `cancelled`
template <class Core, class Condition>
asio::awaitable<result<void>> wait_until(std::shared_ptr<Core> self, Condition condition,
                                         std::optional<time_source::time_point> deadline) {
    // Cancelled between two looks, the next wait would throw.
    const bool throws = co_await asio::this_coro::throw_if_cancelled();
    co_await asio::this_coro::throw_if_cancelled(false);
    result<void> outcome;
    for (;;) {
        const auto cancellation = co_await asio::this_coro::cancellation_state;
        if (cancellation.cancelled() != asio::cancellation_type::none) outcome = errc::cancelled;
        if (self->ending()) outcome = errc::closed;
        if (!outcome || condition(*self)) break;
        outcome = co_await self->changed().wait(deadline);
    }
    co_await asio::this_coro::throw_if_cancelled(throws);
    co_return outcome;
}

}  // namespace asyncapi::detail
