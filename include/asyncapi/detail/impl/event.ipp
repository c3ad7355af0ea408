#pragma once

#include <asyncapi/detail/event.hpp>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <deque>
#include <utility>

namespace asyncapi::detail {

struct waiter {
    explicit waiter(const asio::any_io_executor& executor)
        : timer{executor, asio::steady_timer::time_point::max()} {}

    void wake(const result<void>& with) {
        if (woken) return;
        woken = true;
        outcome = with;
        timer.cancel();
    }

    asio::steady_timer timer;
    bool woken = false;
    result<void> outcome;
};

struct event_waiters {
    std::deque<std::shared_ptr<waiter>> all;
};

struct leave_on_exit {
    std::shared_ptr<event_waiters> list;
    waiter* self;

    leave_on_exit(std::shared_ptr<event_waiters> from, waiter* who)
        : list{std::move(from)}, self{who} {}
    leave_on_exit(const leave_on_exit&) = delete;
    leave_on_exit& operator=(const leave_on_exit&) = delete;
    ~leave_on_exit() {
        std::erase_if(list->all, [this](const auto& each) { return each.get() == self; });
    }
};

ASYNCAPI_DECL event::event(asio::any_io_executor executor, std::shared_ptr<time_source> time)
    : waiters_{std::make_shared<event_waiters>()},
      executor_{std::move(executor)},
      time_{std::move(time)} {}

ASYNCAPI_DECL event::~event() {
    if (waiters_) wake_all(errc::closed);
}

ASYNCAPI_DECL asio::awaitable<result<void>> event::wait(
    std::optional<time_source::time_point> deadline) {
    auto self = std::make_shared<waiter>(executor_);
    // The coroutine may be destroyed while it waits: leaving the list must not need this event.
    const leave_on_exit guard{waiters_, self.get()};
    waiters_->all.push_back(self);

    time_source::ticket alarm;
    if (deadline) {
        alarm = time_->call_at(executor_, *deadline, [weak = std::weak_ptr{self}] {
            if (auto late = weak.lock()) late->wake(errc::timed_out);
        });
    }

    auto&& [code] = co_await self->timer.async_wait(asio::as_tuple(asio::use_awaitable));
    static_cast<void>(code);
    if (!self->woken) co_return errc::cancelled;
    co_return self->outcome;
}

ASYNCAPI_DECL void event::notify_one() {
    auto& waiting = waiters_->all;
    while (!waiting.empty()) {
        auto first = waiting.front();
        waiting.pop_front();
        // One that timed out is still in the list until it resumes.
        if (first->woken) continue;
        first->wake({});
        return;
    }
}

ASYNCAPI_DECL void event::notify_all() {
    wake_all({});
}

ASYNCAPI_DECL void event::wake_all(const result<void>& outcome) {
    auto waiting = std::move(waiters_->all);
    waiters_->all.clear();
    for (const auto& each : waiting) each->wake(outcome);
}

ASYNCAPI_DECL bool event::has_waiters() const noexcept {
    return !waiters_->all.empty();
}

}  // namespace asyncapi::detail
