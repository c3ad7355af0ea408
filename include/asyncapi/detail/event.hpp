#pragma once

#include <asyncapi/detail/config.hpp>
#include <asyncapi/result.hpp>
#include <asyncapi/time_source.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <memory>
#include <optional>

namespace asyncapi::detail {

struct event_waiters;

/// Lets coroutines of one executor wait until something happens, with cancellation and deadlines.
///
/// A wait that outlives the event completes with `closed`.
class event {
public:
    event(asio::any_io_executor executor, std::shared_ptr<time_source> time);
    event(event&&) = default;
    event& operator=(event&&) = delete;
    ~event();

    /// \return success when notified, else `timed_out`, `cancelled`, `closed` or what `wake_all`
    /// was given
    asio::awaitable<result<void>> wait(std::optional<time_source::time_point> deadline = {});

    void notify_one();
    void notify_all();
    void wake_all(const result<void>& outcome);
    bool has_waiters() const noexcept;

private:
    std::shared_ptr<event_waiters> waiters_;
    asio::any_io_executor executor_;
    std::shared_ptr<time_source> time_;
};

}  // namespace asyncapi::detail

#ifndef ASYNCAPI_SEPARATE_COMPILATION
#include <asyncapi/detail/impl/event.ipp>
#endif
