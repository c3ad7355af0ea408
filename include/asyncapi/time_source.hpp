#pragma once

#include <asyncapi/detail/unique_function.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <map>
#include <memory>
#include <utility>

namespace asyncapi {

namespace asio = boost::asio;

/// Where a transport takes its time from, so that tests can make time pass.
class time_source {
public:
    using time_point = std::chrono::steady_clock::time_point;

    /// A pending call; letting go of it before its time cancels the call.
    using ticket = std::shared_ptr<void>;

    virtual ~time_source() = default;
    virtual time_point now() const = 0;
    virtual std::chrono::system_clock::time_point wall_clock() const = 0;

    /// Runs `call` on `executor` once `when` has come, unless the ticket is dropped first.
    virtual ticket call_at(const asio::any_io_executor& executor, time_point when,
                           detail::unique_function<void()> call) = 0;
};

/// The machine's own clocks.
class system_time final : public time_source {
public:
    time_point now() const override { return std::chrono::steady_clock::now(); }
    std::chrono::system_clock::time_point wall_clock() const override {
        return std::chrono::system_clock::now();
    }

    ticket call_at(const asio::any_io_executor& executor, time_point when,
                   detail::unique_function<void()> call) override {
        auto timer = std::make_shared<asio::steady_timer>(executor, when);
        auto alive = std::make_shared<cancel_on_drop>(timer);
        // The wait owns the timer, so that it goes with its context and a ticket may outlive both.
        // An expiry already queued finds `alive` gone.
        auto& waiting = *timer;
        waiting.async_wait([timer = std::move(timer), call = std::move(call),
                            watch = std::weak_ptr{alive}](boost::system::error_code code) mutable {
            if (!code && !watch.expired()) call();
        });
        return alive;
    }

    static const std::shared_ptr<system_time>& instance() {
        static const auto shared = std::make_shared<system_time>();
        return shared;
    }

private:
    struct cancel_on_drop {
        explicit cancel_on_drop(std::weak_ptr<asio::steady_timer> which)
            : timer{std::move(which)} {}
        cancel_on_drop(const cancel_on_drop&) = delete;
        cancel_on_drop& operator=(const cancel_on_drop&) = delete;
        ~cancel_on_drop() {
            if (const auto pending = timer.lock()) pending->cancel();
        }

        std::weak_ptr<asio::steady_timer> timer;
    };
};

/// A clock that stands still until a test moves it.
///
/// Calls come in the order of their times, each posted to its own executor. One thread may use it.
class manual_time final : public time_source {
public:
    time_point now() const override { return now_; }
    std::chrono::system_clock::time_point wall_clock() const override {
        return std::chrono::system_clock::time_point{
            std::chrono::duration_cast<std::chrono::system_clock::duration>(
                now_.time_since_epoch())};
    }

    ticket call_at(const asio::any_io_executor& executor, time_point when,
                   detail::unique_function<void()> call) override {
        auto pending = std::make_shared<entry>(entry{executor, std::move(call)});
        entries_.emplace(when, pending);
        if (when <= now_) advance({});
        return pending;
    }

    /// Moves the clock and posts what has come due.
    void advance(std::chrono::nanoseconds by) {
        now_ += std::chrono::duration_cast<time_point::duration>(by);
        while (!entries_.empty() && entries_.begin()->first <= now_) {
            auto due = entries_.begin()->second;
            entries_.erase(entries_.begin());
            if (auto alive = due.lock()) {
                asio::post(alive->executor, [due] {
                    if (auto still = due.lock()) still->call();
                });
            }
        }
    }

private:
    struct entry {
        asio::any_io_executor executor;
        detail::unique_function<void()> call;
    };

    time_point now_{};
    std::multimap<time_point, std::weak_ptr<entry>> entries_;
};

}  // namespace asyncapi
