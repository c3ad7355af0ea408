#pragma once

#include <asyncapi/context.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/execution.hpp>

#include <memory>
#include <utility>

namespace asyncapi {

namespace asio = boost::asio;

namespace detail {

// Runs everything inside a message's context, so that a coroutine keeps it across suspensions.
class context_executor {
public:
    context_executor(asio::any_io_executor inner, std::shared_ptr<const message_context> context)
        : inner_{std::move(inner)}, context_{std::move(context)} {}

    template <class Property>
    requires asio::can_query_v<const asio::any_io_executor&, Property>
    decltype(auto) query(const Property& property) const { return asio::query(inner_, property); }

    template <class Property>
    requires asio::can_require_v<const asio::any_io_executor&, Property> context_executor
    require(const Property& property)
    const { return {asio::require(inner_, property), context_}; }

    template <class Property>
    requires asio::can_prefer_v<const asio::any_io_executor&, Property> context_executor
    prefer(const Property& property)
    const { return {asio::prefer(inner_, property), context_}; }

    template <class F>
    void execute(F&& f) const {
        inner_.execute([context = context_, f = std::forward<F>(f)]() mutable {
            const context_scope scope{context.get()};
            std::move(f)();
        });
    }

    friend bool operator==(const context_executor& left, const context_executor& right) noexcept {
        return left.inner_ == right.inner_ && left.context_ == right.context_;
    }

private:
    asio::any_io_executor inner_;
    std::shared_ptr<const message_context> context_;
};

}  // namespace detail
}  // namespace asyncapi
