#include <asyncapi/channel/context_executor.hpp>
#include <asyncapi/context.hpp>

#include <doctest/doctest.h>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

using namespace asyncapi;
using asyncapi::detail::ambient_context;
using asyncapi::detail::context_executor;
using asyncapi::detail::context_scope;

namespace {

std::string current() {
    const auto* context = ambient_context();
    return context == nullptr ? "none" : context->correlation_id;
}

std::shared_ptr<const message_context> context_named(std::string id) {
    auto context = std::make_shared<message_context>();
    context->correlation_id = std::move(id);
    return context;
}

}  // namespace

TEST_CASE("a context takes its correlation id and trace from the message") {
    metadata received;
    received.correlation_id = "c-1";
    received.trace.traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    const auto context = message_context::of(received);

    CHECK(context.correlation_id == "c-1");
    CHECK(context.trace.traceparent == received.trace.traceparent);
}

TEST_CASE("scopes nest, and an exception leaves them as they were") {
    CHECK(current() == "none");
    const auto outer = context_named("outer");
    {
        const context_scope outside{outer.get()};
        CHECK(current() == "outer");
        try {
            const auto inner = context_named("inner");
            const context_scope inside{inner.get()};
            CHECK(current() == "inner");
            const context_scope without{nullptr};
            CHECK(current() == "none");
            throw std::runtime_error{"out"};
        } catch (const std::runtime_error&) {
        }
        CHECK(current() == "outer");
    }
    CHECK(current() == "none");
}

TEST_CASE("coroutines keep their own context across suspensions, and others have none") {
    asio::io_context io;
    std::vector<std::string> seen;
    const auto steps = [&](std::string name) -> asio::awaitable<void> {
        const auto executor = co_await asio::this_coro::executor;
        asio::steady_timer timer{executor};
        for (int i = 0; i < 3; ++i) {
            CHECK(current() == name);
            seen.push_back(name);
            timer.expires_at(asio::steady_timer::time_point::min());
            co_await timer.async_wait(asio::use_awaitable);
        }
    };
    for (const auto* name : {"a", "b"}) {
        const context_executor within{io.get_executor(), context_named(name)};
        asio::co_spawn(asio::any_io_executor{within}, steps(name), asio::detached);
    }
    asio::post(io, [&] {
        CHECK(current() == "none");
        seen.emplace_back("none");
    });

    io.run();

    CHECK(current() == "none");
    CHECK(seen.size() == 7);
    // They took turns.
    CHECK((seen[0] == "a"));
    CHECK((seen[1] == "b"));
}

TEST_CASE("what a coroutine spawns on its executor is inside the same context") {
    asio::io_context io;
    std::string seen;
    const auto child = [&]() -> asio::awaitable<void> {
        seen = current();
        co_return;
    };
    const auto parent = [&]() -> asio::awaitable<void> {
        const auto executor = co_await asio::this_coro::executor;
        asio::co_spawn(executor, child(), asio::detached);
    };
    const context_executor within{io.get_executor(), context_named("family")};
    asio::co_spawn(asio::any_io_executor{within}, parent(), asio::detached);

    io.run();
    CHECK(seen == "family");
}

TEST_CASE("a context executor belongs to the context of its inner one and compares by both") {
    asio::io_context io;
    asio::io_context other;
    const auto context = context_named("x");
    const context_executor first{io.get_executor(), context};
    const asio::any_io_executor erased{first};

    CHECK(&asio::query(erased, asio::execution::context) == &io);
    CHECK((first == context_executor{io.get_executor(), context}));
    CHECK_FALSE((first == context_executor{io.get_executor(), context_named("x")}));
    CHECK_FALSE((first == context_executor{other.get_executor(), context}));
}

TEST_CASE("a context lives as long as the work that needs it") {
    asio::io_context io;
    std::weak_ptr<const message_context> watch;
    std::string seen;
    {
        auto context = context_named("kept");
        watch = context;
        const context_executor within{io.get_executor(), std::move(context)};
        asio::post(asio::any_io_executor{within}, [&] { seen = current(); });
    }
    CHECK_FALSE(watch.expired());

    io.run();
    CHECK(seen == "kept");
    CHECK(watch.expired());
}
