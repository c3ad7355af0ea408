#include "support/orders.hpp"
#include "support/run.hpp"

#include <asyncapi/channel.hpp>
#include <asyncapi/metrics.hpp>
#include <asyncapi/transports/memory.hpp>

#include <doctest/doctest.h>

#include <chrono>
#include <memory>
#include <string>
#include <thread>
#include <vector>

using namespace std::chrono_literals;

namespace {

struct bench {
    boost::asio::io_context context;
    std::shared_ptr<asyncapi::manual_time> clock = std::make_shared<asyncapi::manual_time>();
    asyncapi::memory::broker broker{{.time = clock}};
    asyncapi::any_transport bare = asyncapi::memory::transport{context.get_executor(), broker};
    std::shared_ptr<asyncapi::metrics> counted = std::make_shared<asyncapi::metrics>();
    asyncapi::any_transport wire = bare.with(counted);

    void pass(std::chrono::milliseconds by = 0ms) {
        clock->advance(by);
        for (int i = 0; i < 10; ++i) support::settle(context);
    }
};

asyncapi::sent_message about(std::string_view channel, const asyncapi::metadata& with,
                             const asyncapi::result<void>& outcome) {
    return {channel, channel, "", with, outcome};
}

}  // namespace

TEST_CASE("metrics count what was sent and received, and why it was not") {
    bench on;
    asyncapi::channel placed{on.wire, orders::placed_channel};
    asyncapi::consumer_options options;
    options.retry = asyncapi::retry{.attempts = 2, .initial = 1s};
    const auto work = placed.subscribe(
        [](auto& order) {
            if (order.payload.order_id == "ORD-000002") throw 1;
        },
        options);

    REQUIRE(placed.send(orders::valid_order("ORD-000001")));
    REQUIRE(placed.send(orders::valid_order("ORD-000002")));
    auto bad = orders::valid_order();
    bad.total = -1;
    CHECK_FALSE(placed.send(bad));
    const asyncapi::metadata with;
    for (const auto* text : {R"({"orderId":"x"})", "[]", "[]", "{"}) {
        asyncapi::outbound raw;
        raw.address = "orders/placed";
        raw.payload = text;
        raw.metadata = &with;
        REQUIRE(on.bare->try_publish(raw));
    }
    on.pass();
    on.pass(1s);

    const auto all = on.counted->snapshot();
    REQUIRE(all.size() == 1);
    const auto& orders = all[0];
    using pairs = std::vector<std::pair<std::string_view, std::uint64_t>>;
    CHECK(orders.channel == "orders/placed");
    CHECK(orders.sent == 2);
    CHECK(orders.refused == pairs{{"contract violation", 1}});
    CHECK(orders.received == 7);
    CHECK(orders.redelivered == 1);
    CHECK(orders.accepted == 3);
    CHECK(orders.rejected == pairs{{"required", 1}, {"type", 2}, {"malformed", 1}});
    CHECK(orders.acknowledged == 1);
    CHECK(orders.retried == 1);
    CHECK(orders.given_up == 1);
    CHECK(orders.handling.count() == 3);
    CHECK(orders.end_to_end.count() == 1);
}

TEST_CASE("times are counted in the bucket whose bound they do not exceed") {
    asyncapi::metrics counted;
    struct row {
        std::chrono::nanoseconds took;
        std::size_t bucket;
    };
    const row rows[] = {{-1s, 0},  {0ns, 0}, {500us, 0}, {500'001ns, 1},
                        {10ms, 4}, {1s, 10}, {10s, 13},  {10'000'000'001ns, 14},
                        {24h, 14}};
    for (const auto& row : rows) {
        CAPTURE(row.took.count());
        asyncapi::metrics one;
        one.on_settled({"c", {}, 1, asyncapi::outcome::acknowledged, row.took});
        const auto all = one.snapshot();
        CHECK(all.at(0).handling.buckets.at(row.bucket) == 1);
        CHECK(all.at(0).handling.count() == 1);
    }
}

TEST_CASE("the handling and the way of a message are measured with the clock of its transport") {
    bench on;
    asyncapi::channel placed{on.wire, orders::placed_channel};
    auto consumer = placed.subscribe();
    REQUIRE(placed.send(orders::valid_order()));
    on.clock->advance(2s);
    support::run(on.context, [](auto& from, auto& clock) -> boost::asio::awaitable<void> {
        auto order = co_await from.next();
        REQUIRE(order);
        clock.advance(30ms);
        order->acknowledge();
    }(consumer, *on.clock));
    const auto all = on.counted->snapshot();
    CHECK(all.at(0).handling.sum_seconds == doctest::Approx(0.03));
    CHECK(all.at(0).handling.buckets.at(6) == 1);
    CHECK(all.at(0).end_to_end.sum_seconds == doctest::Approx(2.03));
}

TEST_CASE("channels above the limit are counted together") {
    asyncapi::metrics counted{{.max_channels = 2}};
    const asyncapi::metadata with;
    for (const auto* channel : {"a", "b", "c", "d", "a"}) counted.on_sent(about(channel, with, {}));
    const auto all = counted.snapshot();
    REQUIRE(all.size() == 3);
    CHECK(all[0].sent == 2);
    CHECK(all[1].sent == 1);
    CHECK(all[2].channel == "other");
    CHECK(all[2].sent == 2);
}

TEST_CASE("threads that count at the same time lose nothing") {
    asyncapi::metrics counted;
    constexpr int each = 2000;
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i) {
        threads.emplace_back([&] {
            const asyncapi::metadata with;
            for (int n = 0; n < each; ++n)
                counted.on_sent(about("channel " + std::to_string(n % 50), with, {}));
        });
    }
    for (auto& thread : threads) thread.join();
    std::uint64_t sent = 0;
    for (const auto& channel : counted.snapshot()) sent += channel.sent;
    CHECK(sent == 4 * each);
    CHECK(counted.snapshot().size() == 50);
}

TEST_CASE("the text for Prometheus has help, type and escaped labels, and buckets that add up") {
    asyncapi::metrics counted;
    const asyncapi::metadata with;
    counted.on_sent(about("a\"b\\c\nd", with, {}));
    counted.on_sent(about("plain", with, asyncapi::errc::would_block));
    counted.on_settled({"plain", {}, 1, asyncapi::outcome::acknowledged, 3ms, 2s});
    counted.on_settled({"plain", {}, 1, asyncapi::outcome::acknowledged, 20s});
    const auto text = asyncapi::to_prometheus(counted.snapshot());
    for (const auto* line : {
             "# HELP asyncapi_messages_sent_total Messages that the transport accepted.\n"
             "# TYPE asyncapi_messages_sent_total counter\n"
             "asyncapi_messages_sent_total{channel=\"a\\\"b\\\\c\\nd\"} 1\n"
             "asyncapi_messages_sent_total{channel=\"plain\"} 0\n",
             "\nasyncapi_send_refused_total{channel=\"plain\",code=\"would block\"} 1\n",
             "\n# TYPE asyncapi_handling_seconds histogram\n",
             "\nasyncapi_handling_seconds_bucket{channel=\"plain\",le=\"0.0025\"} 0\n",
             "\nasyncapi_handling_seconds_bucket{channel=\"plain\",le=\"0.005\"} 1\n",
             "\nasyncapi_handling_seconds_bucket{channel=\"plain\",le=\"10\"} 1\n",
             "\nasyncapi_handling_seconds_bucket{channel=\"plain\",le=\"+Inf\"} 2\n",
             "\nasyncapi_handling_seconds_sum{channel=\"plain\"} 20.003\n",
             "\nasyncapi_handling_seconds_count{channel=\"plain\"} 2\n",
             "\nasyncapi_end_to_end_seconds_count{channel=\"plain\"} 1\n",
         }) {
        CAPTURE(line);
        CHECK(text.find(line) != std::string::npos);
    }
    CHECK(text.back() == '\n');
}
