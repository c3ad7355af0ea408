#pragma once

#include <asyncapi/detail/unique_function.hpp>
#include <asyncapi/transports/detail/context_watch.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/post.hpp>

#include <memory>
#include <mutex>
#include <utility>

namespace asyncapi::mqtt::detail {

namespace asio = boost::asio;

/// Where Paho's threads hand over to the executor that a connection was not made.
class bridge final : public asyncapi::detail::context_user,
                     public std::enable_shared_from_this<bridge> {
public:
    using on_failure = asyncapi::detail::unique_function<void()>;

    explicit bridge(asio::any_io_executor executor) : executor_{std::move(executor)} {}

    /// On the executor, before anything fails.
    void open(on_failure handler) {
        handler_ = std::make_shared<on_failure>(std::move(handler));
        asyncapi::detail::context_watch::add(executor_, weak_from_this());
    }

    /// On the executor. Nothing is handed over any more.
    void close() {
        end();
        handler_.reset();
    }

    /// On any thread.
    void fail() {
        const std::scoped_lock lock{mutex_};
        if (closed_ || std::exchange(posted_, true)) return;
        asio::post(executor_, [self = shared_from_this()] { self->hand_over(); });
    }

    void context_ends() override { end(); }

private:
    void end() {
        const std::scoped_lock lock{mutex_};
        closed_ = true;
    }

    void hand_over() {
        // It may close this.
        if (const auto handler = handler_) (*handler)();
    }

    const asio::any_io_executor executor_;
    std::shared_ptr<on_failure> handler_;
    std::mutex mutex_;
    bool posted_ = false;
    bool closed_ = false;
};

}  // namespace asyncapi::mqtt::detail
