#pragma once

#include <asyncapi/detail/unique_function.hpp>
#include <asyncapi/transports/detail/context_watch.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/post.hpp>

#include <memory>
#include <mutex>
#include <utility>
#include <vector>

namespace asyncapi::mqtt::detail {

namespace asio = boost::asio;

/// Where Paho's threads hand over to the executor what became of a connection.
class bridge final : public asyncapi::detail::context_user,
                     public std::enable_shared_from_this<bridge> {
public:
    enum class event { accepted, failed };
    using on_events = asyncapi::detail::unique_function<void(std::vector<event>)>;

    explicit bridge(asio::any_io_executor executor) : executor_{std::move(executor)} {}

    /// On the executor, before anything is pushed.
    void open(on_events handler) {
        handler_ = std::make_shared<on_events>(std::move(handler));
        asyncapi::detail::context_watch::add(executor_, weak_from_this());
    }

    /// On the executor. Nothing is handed over any more.
    void close() {
        end();
        handler_.reset();
    }

    /// On any thread.
    void push(event happened) {
        const std::scoped_lock lock{mutex_};
        if (closed_) return;
        events_.push_back(happened);
        if (std::exchange(posted_, true)) return;
        asio::post(executor_, [self = shared_from_this()] { self->hand_over(); });
    }

    void context_ends() override { end(); }

private:
    void end() {
        const std::scoped_lock lock{mutex_};
        closed_ = true;
        events_.clear();
    }

    void hand_over() {
        std::vector<event> taken;
        {
            const std::scoped_lock lock{mutex_};
            posted_ = false;
            taken.swap(events_);
        }
        // It may close this.
        if (const auto handler = handler_; handler && !taken.empty()) (*handler)(std::move(taken));
    }

    const asio::any_io_executor executor_;
    std::shared_ptr<on_events> handler_;
    std::mutex mutex_;
    std::vector<event> events_;
    bool posted_ = false;
    bool closed_ = false;
};

}  // namespace asyncapi::mqtt::detail
