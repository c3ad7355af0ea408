#pragma once

#include <asyncapi/time_source.hpp>

#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

#include <map>
#include <utility>

namespace asyncapi {
namespace detail {

struct cancel_on_drop {
    explicit cancel_on_drop(std::weak_ptr<asio::steady_timer> which) : timer{std::move(which)} {}
    cancel_on_drop(const cancel_on_drop&) = delete;
    cancel_on_drop& operator=(const cancel_on_drop&) = delete;
    ~cancel_on_drop() {
        if (const auto pending = timer.lock()) pending->cancel();
    }

    std::weak_ptr<asio::steady_timer> timer;
};

}  // namespace detail

ASYNCAPI_DECL time_source::time_point system_time::now() const {
    return std::chrono::steady_clock::now();
}

ASYNCAPI_DECL std::chrono::system_clock::time_point system_time::wall_clock() const {
    return std::chrono::system_clock::now();
}

ASYNCAPI_DECL time_source::ticket system_time::call_at(const asio::any_io_executor& executor,
                                                       time_point when,
                                                       detail::unique_function<void()> call) {
    auto timer = std::make_shared<asio::steady_timer>(executor, when);
    auto alive = std::make_shared<detail::cancel_on_drop>(timer);
    // The wait owns the timer, so that it goes with its context and a ticket may outlive both.
    // An expiry already queued finds `alive` gone.
    auto& waiting = *timer;
    waiting.async_wait([timer = std::move(timer), call = std::move(call),
                        watch = std::weak_ptr{alive}](boost::system::error_code code) mutable {
        if (!code && !watch.expired()) call();
    });
    return alive;
}

ASYNCAPI_DECL const std::shared_ptr<system_time>& system_time::instance() {
    static const auto shared = std::make_shared<system_time>();
    return shared;
}

struct manual_time::entry {
    asio::any_io_executor executor;
    detail::unique_function<void()> call;
};

struct manual_time::agenda {
    std::multimap<time_point, std::weak_ptr<entry>> entries;
};

ASYNCAPI_DECL manual_time::manual_time() : agenda_{std::make_unique<agenda>()} {}
ASYNCAPI_DECL manual_time::~manual_time() = default;

ASYNCAPI_DECL time_source::time_point manual_time::now() const {
    return now_;
}

ASYNCAPI_DECL std::chrono::system_clock::time_point manual_time::wall_clock() const {
    return std::chrono::system_clock::time_point{
        std::chrono::duration_cast<std::chrono::system_clock::duration>(now_.time_since_epoch())};
}

ASYNCAPI_DECL time_source::ticket manual_time::call_at(const asio::any_io_executor& executor,
                                                       time_point when,
                                                       detail::unique_function<void()> call) {
    auto pending = std::make_shared<entry>(entry{executor, std::move(call)});
    agenda_->entries.emplace(when, pending);
    if (when <= now_) advance({});
    return pending;
}

ASYNCAPI_DECL void manual_time::advance(std::chrono::nanoseconds by) {
    now_ += std::chrono::duration_cast<time_point::duration>(by);
    auto& entries = agenda_->entries;
    while (!entries.empty() && entries.begin()->first <= now_) {
        auto due = entries.begin()->second;
        entries.erase(entries.begin());
        if (auto alive = due.lock()) {
            asio::post(alive->executor, [due] {
                if (auto still = due.lock()) still->call();
            });
        }
    }
}

}  // namespace asyncapi
