#pragma once

#include <asyncapi/result.hpp>
#include <asyncapi/time_source.hpp>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <deque>
#include <memory>
#include <optional>

namespace asyncapi::detail {

/// Lets coroutines of one executor wait until something happens, with cancellation and deadlines.
///
/// A wait that outlives the event completes with `closed`.
class event {
public:
    event(asio::any_io_executor executor, std::shared_ptr<time_source> time)
        : waiters_{std::make_shared<waiter_list>()},
          executor_{std::move(executor)},
          time_{std::move(time)} {}

    event(event&&) = default;
    event& operator=(event&&) = delete;
    ~event() {
        if (waiters_) wake_all(errc::closed);
    }

    /// \return success when notified, else `timed_out`, `cancelled`, `closed` or what `wake_all`
    /// was given
    asio::awaitable<result<void>> wait(std::optional<time_source::time_point> deadline = {}) {
        auto self = std::make_shared<waiter>(executor_);
        // The coroutine may be destroyed while it waits: leaving the list must not need this event.
        const leave_on_exit guard{waiters_, self.get()};
        waiters_->push_back(self);

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

    void notify_one() {
        while (!waiters_->empty()) {
            auto first = waiters_->front();
            waiters_->pop_front();
            // One that timed out is still in the list until it resumes.
            if (first->woken) continue;
            first->wake({});
            return;
        }
    }

    void notify_all() { wake_all({}); }

    void wake_all(const result<void>& outcome) {
        auto waiting = std::move(*waiters_);
        waiters_->clear();
        for (const auto& each : waiting) each->wake(outcome);
    }

    bool has_waiters() const noexcept { return !waiters_->empty(); }

private:
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
    using waiter_list = std::deque<std::shared_ptr<waiter>>;

    struct leave_on_exit {
        std::shared_ptr<waiter_list> list;
        waiter* self;

        leave_on_exit(std::shared_ptr<waiter_list> from, waiter* who)
            : list{std::move(from)}, self{who} {}
        leave_on_exit(const leave_on_exit&) = delete;
        leave_on_exit& operator=(const leave_on_exit&) = delete;
        ~leave_on_exit() {
            std::erase_if(*list, [this](const auto& each) { return each.get() == self; });
        }
    };

    std::shared_ptr<waiter_list> waiters_;
    asio::any_io_executor executor_;
    std::shared_ptr<time_source> time_;
};

}  // namespace asyncapi::detail
