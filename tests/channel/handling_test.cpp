#include "support/orders.hpp"
#include "support/run.hpp"

#include <asyncapi/channel.hpp>
#include <asyncapi/transports/memory.hpp>

#include <doctest/doctest.h>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/steady_timer.hpp>

#include <algorithm>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace asio = boost::asio;
using namespace std::chrono_literals;

namespace {

struct bench {
    asio::io_context context;
    std::shared_ptr<asyncapi::manual_time> clock = std::make_shared<asyncapi::manual_time>();
    asyncapi::memory::broker broker{{.time = clock}};
    asyncapi::memory::transport wire{context.get_executor(), broker};
    asyncapi::channel<orders::placed> placed{wire, orders::placed_channel};

    void pass(std::chrono::milliseconds by) {
        clock->advance(by);
        for (int i = 0; i < 10; ++i) support::settle(context);
    }
};

}  // namespace

TEST_CASE("whatever a handler throws, its message comes again and the next one is handled") {
    bench on;
    std::vector<std::string> handled;
    SUBCASE("in a function") {
        auto handling = on.placed.subscribe([&](auto& order) {
            handled.push_back(order.payload.order_id);
            if (order.attempt() == 1 && order.payload.order_id == "ORD-000001") throw 42;
        });
        REQUIRE(on.placed.send(orders::valid_order("ORD-000001")));
        REQUIRE(on.placed.send(orders::valid_order("ORD-000002")));
        on.pass(0ms);
        CHECK(handled == std::vector<std::string>{"ORD-000001", "ORD-000002"});
        on.pass(100ms);
        CHECK(handled == std::vector<std::string>{"ORD-000001", "ORD-000002", "ORD-000001"});
    }
    SUBCASE("in a coroutine") {
        auto handling = on.placed.subscribe([&](auto& order) -> asio::awaitable<void> {
            handled.push_back(order.payload.order_id);
            if (order.attempt() == 1 && order.payload.order_id == "ORD-000001") throw 42;
            co_return;
        });
        REQUIRE(on.placed.send(orders::valid_order("ORD-000001")));
        REQUIRE(on.placed.send(orders::valid_order("ORD-000002")));
        on.pass(0ms);
        CHECK(handled == std::vector<std::string>{"ORD-000001", "ORD-000002"});
        on.pass(100ms);
        CHECK(handled == std::vector<std::string>{"ORD-000001", "ORD-000002", "ORD-000001"});
    }
}

TEST_CASE("a handler may settle its message itself") {
    bench on;
    std::vector<std::uint32_t> attempts;
    auto handling = on.placed.subscribe([&](auto& order) {
        attempts.push_back(order.attempt());
        if (order.attempt() == 1) return order.release();
        if (order.attempt() == 2) return order.release_later();
        order.acknowledge();
        order.acknowledge();
        CHECK(order.settled());
    });
    REQUIRE(on.placed.send(orders::valid_order()));
    on.pass(0ms);
    CHECK(attempts == std::vector<std::uint32_t>{1, 2});
    on.pass(199ms);
    CHECK(attempts.size() == 2);
    on.pass(1ms);
    CHECK(attempts == std::vector<std::uint32_t>{1, 2, 3});
    on.pass(1h);
    CHECK(attempts.size() == 3);
    CHECK(handling.counters().received == 3);
    CHECK(handling.counters().released == 2);
}

TEST_CASE("a coroutine handler works on as many messages at a time as its options say") {
    for (const std::size_t concurrency : {1U, 3U}) {
        CAPTURE(concurrency);
        bench on;
        std::size_t working = 0;
        std::size_t most = 0;
        std::vector<std::shared_ptr<asio::steady_timer>> gates;
        asyncapi::consumer_options options;
        options.concurrency = concurrency;
        auto handling = on.placed.subscribe(
            [&](auto&) -> asio::awaitable<void> {
                most = std::max(most, ++working);
                auto gate = std::make_shared<asio::steady_timer>(
                    on.context, asio::steady_timer::time_point::max());
                gates.push_back(gate);
                auto&& [code] = co_await gate->async_wait(asio::as_tuple(asio::use_awaitable));
                static_cast<void>(code);
                --working;
            },
            options);
        for (int i = 0; i < 5; ++i) REQUIRE(on.placed.send(orders::valid_order()));
        on.pass(0ms);
        CHECK(working == concurrency);
        for (std::size_t open = 0; open < 5; ++open) {
            REQUIRE(open < gates.size());
            gates[open]->cancel();
            on.pass(0ms);
        }
        CHECK(most == concurrency);
        CHECK(working == 0);
        CHECK(handling.counters().accepted == 5);
        CHECK(handling.counters().released == 0);
    }
}

TEST_CASE("consumers of a group share the messages, and take over from one that ends") {
    bench on;
    asyncapi::consumer_options group;
    group.group = "shipping";
    group.prefetch = 1;
    std::vector<std::string> left;
    std::vector<std::string> right;
    std::vector<asyncapi::received<orders::placed>> held;
    auto first = on.placed.subscribe(
        [&](auto& order) {
            left.push_back(order.payload.order_id);
            held.push_back(std::move(order));
        },
        group);
    auto second =
        on.placed.subscribe([&](auto& order) { right.push_back(order.payload.order_id); }, group);
    for (const auto* id : {"ORD-000001", "ORD-000002", "ORD-000003"})
        REQUIRE(on.placed.send(orders::valid_order(id)));
    on.pass(0ms);
    REQUIRE(left.size() == 1);
    CHECK(right.size() == 2);

    first.close();
    on.pass(0ms);

    CHECK(right.size() == 3);
    CHECK(right.back() == left.front());
    held.clear();
    on.pass(1h);
    CHECK(right.size() == 3);
}

TEST_CASE("a subscription may be ended by its own handler") {
    bench on;
    std::size_t handled = 0;
    asyncapi::subscription handling;
    handling = on.placed.subscribe([&](auto&) {
        ++handled;
        handling.close();
    });
    REQUIRE(on.placed.send(orders::valid_order()));
    REQUIRE(on.placed.send(orders::valid_order()));
    on.pass(0ms);
    CHECK(handled == 1);
    CHECK_FALSE(handling.status());
}
