#pragma once

#include <asyncapi/detail/event.hpp>
#include <asyncapi/policy.hpp>
#include <asyncapi/transport.hpp>

#include <algorithm>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <utility>

namespace asyncapi::detail {

/// One subscription at a transport, shared by its consumer and the messages it handed out.
class subscription_state : public std::enable_shared_from_this<subscription_state> {
public:
    subscription_state(any_transport wire, address_template filter, consumer_options options)
        : wire_{std::move(wire)},
          filter_{std::move(filter)},
          options_{std::move(options)},
          arrived_{wire_.get_executor(), wire_->time()} {}

    subscription_state(const subscription_state&) = delete;
    subscription_state& operator=(const subscription_state&) = delete;
    ~subscription_state() { stop(); }

    /// Starts to take deliveries: into the queue, or into `on_delivery` where there is one.
    /// `on_end` is called once when they end.
    result<void> start(unique_function<void(delivery)> on_delivery = {},
                       unique_function<void()> on_end = {}) {
        on_delivery_ = std::move(on_delivery);
        on_end_ = std::move(on_end);
        // The transport destroys its handler when the subscription ends, and the guard says so.
        struct guard {
            std::weak_ptr<subscription_state> state;
            explicit guard(std::weak_ptr<subscription_state> of) : state{std::move(of)} {}
            guard(guard&&) = default;
            guard& operator=(guard&&) = delete;
            ~guard() {
                if (auto alive = state.lock()) alive->ended();
            }
        };
        const subscribe_options wanted{options_.group, options_.prefetch};
        auto id =
            wire_->subscribe(filter_, wanted, [end = guard{weak_from_this()}](delivery message) {
                if (auto alive = end.state.lock()) alive->take(std::move(message));
            });
        if (!id) {
            closed_ = true;
            return id.error();
        }
        id_ = *id;
        return {};
    }

    void stop() {
        if (!id_) return;
        const auto id = *std::exchange(id_, std::nullopt);
        wire_->unsubscribe(id);
        ended();
    }

    /// \return the next delivery, or `closed`, `timed_out`, `cancelled`
    asio::awaitable<result<delivery>> next(std::optional<time_source::time_point> deadline) {
        const auto self = shared_from_this();
        while (queue_.empty()) {
            if (closed_) co_return errc::closed;
            auto waited = co_await arrived_.wait(deadline);
            if (!waited && queue_.empty()) co_return waited.error();
        }
        result<delivery> first{std::move(queue_.front())};
        queue_.pop_front();
        co_return first;
    }

    bool closed() const noexcept { return closed_; }
    const any_transport& wire() const noexcept { return wire_; }
    const address_template& filter() const noexcept { return filter_; }
    const consumer_options& options() const noexcept { return options_; }
    consumer_counters& counters() noexcept { return counters_; }

    void acknowledge(delivery_tag tag) {
        if (!closed_) wire_->acknowledge(tag);
    }
    void release(delivery_tag tag) {
        ++counters_.released;
        if (!closed_) wire_->release(tag);
    }

    /// Releases a delivery whose handler failed, after a pause that doubles with each attempt.
    void release_later(delivery_tag tag, std::uint32_t attempt) {
        if (closed_) return;
        const auto doublings = std::min<std::uint32_t>(attempt == 0 ? 0 : attempt - 1, 20);
        const auto pause =
            std::min(options_.retry_backoff * (1U << doublings), options_.max_retry_backoff);
        const auto number = ++retry_number_;
        retries_[number] =
            wire_->time()->call_at(wire_.get_executor(), wire_->time()->now() + pause,
                                   [weak = weak_from_this(), tag, number] {
                                       const auto alive = weak.lock();
                                       if (!alive) return;
                                       const auto ticket = alive->retries_.extract(number);
                                       alive->release(tag);
                                   });
    }

private:
    void take(delivery message) {
        ++counters_.received;
        if (on_delivery_) {
            on_delivery_(std::move(message));
        } else {
            queue_.push_back(std::move(message));
            arrived_.notify_one();
        }
    }

    void ended() {
        closed_ = true;
        id_.reset();
        queue_.clear();
        retries_.clear();
        arrived_.wake_all(errc::closed);
        if (auto tell = std::exchange(on_end_, {})) tell();
    }

    any_transport wire_;
    address_template filter_;
    consumer_options options_;
    event arrived_;
    std::deque<delivery> queue_;
    unique_function<void(delivery)> on_delivery_;
    unique_function<void()> on_end_;
    std::optional<transport_interface::subscription_id> id_;
    std::map<std::uint64_t, time_source::ticket> retries_;
    std::uint64_t retry_number_ = 0;
    consumer_counters counters_;
    bool closed_ = false;
};

}  // namespace asyncapi::detail
