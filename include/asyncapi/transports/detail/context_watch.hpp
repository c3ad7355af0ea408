#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/execution/context.hpp>
#include <boost/asio/execution_context.hpp>

#include <algorithm>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

namespace asyncapi::detail {

namespace asio = boost::asio;

// What has to let go of an execution context before it is destroyed.
class context_user {
public:
    virtual ~context_user() = default;
    virtual void context_ends() = 0;
};

// Tells the users of an execution context that it is being destroyed: a broker outlives the
// contexts of its transports, and must not post to one that is gone.
class context_watch final : public asio::execution_context::service {
public:
    using key_type = context_watch;
    static inline asio::execution_context::id id;

    explicit context_watch(asio::execution_context& context)
        : asio::execution_context::service{context} {}

    static void add(const asio::any_io_executor& executor, std::weak_ptr<context_user> user) {
        auto& context = asio::query(executor, asio::execution::context);
        asio::use_service<context_watch>(context).add(std::move(user));
    }

private:
    void add(std::weak_ptr<context_user> user) {
        const std::scoped_lock lock{mutex_};
        if (users_.size() >= sweep_at_) {
            std::erase_if(users_, [](const auto& each) { return each.expired(); });
            sweep_at_ = std::max<std::size_t>(16, 2 * users_.size());
        }
        users_.push_back(std::move(user));
    }

    void shutdown() override {
        std::vector<std::weak_ptr<context_user>> users;
        {
            const std::scoped_lock lock{mutex_};
            users.swap(users_);
        }
        for (const auto& each : users) {
            if (const auto user = each.lock()) user->context_ends();
        }
    }

    std::mutex mutex_;
    std::vector<std::weak_ptr<context_user>> users_;
    std::size_t sweep_at_ = 16;
};

}  // namespace asyncapi::detail
