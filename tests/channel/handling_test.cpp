#include "support/orders.hpp"
#include "support/run.hpp"

#include <asyncapi/channel.hpp>
#include <asyncapi/transports/memory.hpp>

#include <doctest/doctest.h>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/steady_timer.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
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

TEST_CASE("nothing of a message is left for the next one") {
    bench on;
    std::vector<std::optional<std::string>> notes;
    std::vector<std::size_t> lines;
    std::vector<std::size_t> headers;
    auto handling = on.placed.subscribe([&](auto& order) {
        notes.push_back(order.payload.note);
        lines.push_back(order.payload.lines.size());
        headers.push_back(order.metadata.headers.size());
    });
    auto full = orders::valid_order();
    full.note = "by hand";
    full.lines.push_back({"B-8", 1});
    asyncapi::send_options with_header;
    with_header.headers.set("tenant", "north");
    const auto plain = orders::valid_order();

    REQUIRE(on.placed.send(full, with_header));
    REQUIRE(on.placed.send(plain));
    on.pass(0ms);
    const asyncapi::metadata none;
    REQUIRE(on.wire.interface()->try_publish(
        {.address = orders::placed_channel.address, .payload = "[1]", .metadata = &none}));
    REQUIRE(on.placed.send(plain));
    on.pass(0ms);

    CHECK(notes == std::vector<std::optional<std::string>>{"by hand", {}, {}});
    CHECK(lines == std::vector<std::size_t>{2, 1, 1});
    CHECK(headers == std::vector<std::size_t>{1, 0, 0});
    CHECK(handling.counters().rejected == 1);
}

TEST_CASE("a message that its handler keeps is whole, and settled by whom it went to") {
    bench on;
    std::vector<asyncapi::received<orders::placed>> kept;
    auto handling = on.placed.subscribe([&](auto& order) { kept.push_back(std::move(order)); });
    for (const auto* id : {"ORD-000001", "ORD-000002", "ORD-000003"})
        REQUIRE(on.placed.send(orders::valid_order(id), {.message_id = id}));
    on.pass(0ms);

    REQUIRE(kept.size() == 3);
    CHECK(on.broker.statistics().acknowledged == 0);
    for (auto& each : kept) {
        CHECK(each.metadata.message_id == each.payload.order_id);
        CHECK(each.address() == orders::placed_channel.address);
        each.acknowledge();
    }
    CHECK(on.broker.statistics().acknowledged == 3);
}

TEST_CASE("a handler that runs the executor handles the next message inside") {
    bench on;
    std::vector<std::string> order_of_ends;
    auto handling = on.placed.subscribe([&](auto& order) {
        const auto id = order.payload.order_id;
        if (id == "ORD-000001") on.context.poll();
        CHECK(order.payload.order_id == id);
        CHECK(order.metadata.message_id == id);
        order_of_ends.push_back(id);
    });
    for (const auto* id : {"ORD-000001", "ORD-000002"})
        REQUIRE(on.placed.send(orders::valid_order(id), {.message_id = id}));
    on.pass(0ms);

    CHECK(order_of_ends == std::vector<std::string>{"ORD-000002", "ORD-000001"});
    CHECK(on.broker.statistics().acknowledged == 2);
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
