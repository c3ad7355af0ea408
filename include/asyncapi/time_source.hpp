#pragma once

#include <asyncapi/detail/config.hpp>
#include <asyncapi/detail/unique_function.hpp>

#include <boost/asio/any_io_executor.hpp>

#include <chrono>
#include <memory>

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
    time_point now() const override;
    std::chrono::system_clock::time_point wall_clock() const override;
    ticket call_at(const asio::any_io_executor& executor, time_point when,
                   detail::unique_function<void()> call) override;

    static const std::shared_ptr<system_time>& instance();
};

/// A clock that stands still until a test moves it.
///
/// Calls come in the order of their times, each posted to its own executor. One thread may use it.
class manual_time final : public time_source {
public:
    manual_time();
    ~manual_time() override;

    time_point now() const override;
    std::chrono::system_clock::time_point wall_clock() const override;
    ticket call_at(const asio::any_io_executor& executor, time_point when,
                   detail::unique_function<void()> call) override;

    /// Moves the clock and posts what has come due.
    void advance(std::chrono::nanoseconds by);

private:
    struct entry;
    struct agenda;

    time_point now_{};
    std::unique_ptr<agenda> agenda_;
};

}  // namespace asyncapi

#ifndef ASYNCAPI_SEPARATE_COMPILATION
#include <asyncapi/impl/time_source.ipp>
#endif
