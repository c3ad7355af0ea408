#include "support/orders.hpp"
#include "support/run.hpp"

#include <asyncapi/channel.hpp>
#include <asyncapi/requester.hpp>
#include <asyncapi/responder.hpp>
#include <asyncapi/transports/memory.hpp>

#include <doctest/doctest.h>
#include <boost/asio/post.hpp>

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

// One conversation through several handlers: what each sends belongs to the message it handles.

namespace asio = boost::asio;
using namespace std::chrono_literals;

namespace {

const std::string root = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

struct bench {
    asio::io_context context;
    asyncapi::memory::broker broker;
    asyncapi::memory::transport wire{context.get_executor(), broker};
    asyncapi::any_transport raw{wire};
    std::vector<asyncapi::delivery> seen;

    void watch(std::string_view address) {
        REQUIRE(raw->subscribe(asyncapi::address_template{address}, {},
                               [this](asyncapi::delivery each) {
                                   raw->acknowledge(each.tag);
                                   seen.push_back(std::move(each));
                               }));
    }
    void publish(std::string_view address, std::string_view payload, asyncapi::metadata with = {}) {
        asyncapi::outbound message;
        message.address = address;
        message.payload = payload;
        message.metadata = &with;
        REQUIRE(raw->try_publish(message));
    }
    void settle() {
        for (int i = 0; i < 20; ++i) support::settle(context);
    }
    std::set<std::string> conversations() const {
        std::set<std::string> all;
        for (const auto& each : seen) all.insert(each.metadata.correlation_id);
        return all;
    }
};

std::string valid_text() {
    return asyncapi::to_json(orders::valid_order()).value();
}

}  // namespace

TEST_CASE("one order can be followed through three handlers, a request and its reply") {
    for (const bool coroutines : {false, true}) {
        CAPTURE(coroutines);
        bench on;
        for (const auto* address : {"orders/placed", "orders/events", "quotes/get", "_unused"})
            on.watch(address);
        asyncapi::channel placed{on.wire, orders::placed_channel};
        asyncapi::channel events{on.wire, orders::events_channel};
        asyncapi::requester quotes{on.wire, orders::get_quote};
        std::vector<asyncapi::metadata> replies;
        asyncapi::responder answers{on.wire, orders::get_quote, [](auto& asked) {
                                        return orders::quote{1, asked.payload.request_id};
                                    }};

        asyncapi::subscription first;
        if (coroutines) {
            first = placed.subscribe([&](auto& order) -> asio::awaitable<void> {
                const auto executor = co_await asio::this_coro::executor;
                co_await asio::post(executor, asio::use_awaitable);
                const orders::quote_request about{"A-1", ""};
                auto quote = co_await quotes.request(about, 5s);
                REQUIRE(quote);
                replies.push_back(quote->metadata);
                REQUIRE(events.send_as<orders::shipped>({order.payload.order_id}));
            });
        } else {
            first = placed.subscribe([&](auto& order) {
                REQUIRE(events.send_as<orders::shipped>({order.payload.order_id}));
            });
        }
        // The second handler sends what a third one gets.
        auto second = events.subscribe([&](auto& event) {
            if (event.template get_if<orders::shipped>())
                REQUIRE(events.send_as<orders::cancelled>({"ORD-000001"}));
        });
        std::size_t last = 0;
        auto third = events.subscribe(
            [&](auto& event) { last += event.template get_if<orders::cancelled>() != nullptr; });

        asyncapi::metadata with;
        with.correlation_id = "c-1";
        with.trace = {root, "vendor=1"};
        on.publish("orders/placed", valid_text(), with);
        on.settle();

        CHECK(last == 1);
        REQUIRE(on.seen.size() == (coroutines ? 4 : 3));
        CHECK(on.conversations() == std::set<std::string>{"c-1"});
        std::set<std::string> spans;
        for (const auto& each : on.seen) {
            CHECK(each.metadata.trace.traceparent.substr(0, 36) == root.substr(0, 36));
            CHECK(each.metadata.trace.tracestate == "vendor=1");
            spans.insert(each.metadata.trace.traceparent);
        }
        CHECK(spans.size() == on.seen.size());
        for (const auto& reply : replies) CHECK(reply.correlation_id == "c-1");
        CHECK(replies.size() == (coroutines ? 1 : 0));
    }
}

TEST_CASE("a message without a correlation id starts one conversation, not one for each answer") {
    bench on;
    on.watch("orders/events");
    asyncapi::channel placed{on.wire, orders::placed_channel};
    asyncapi::channel events{on.wire, orders::events_channel};
    std::vector<std::string> received;
    auto handling = placed.subscribe([&](auto& order) {
        received.push_back(order.metadata.correlation_id);
        REQUIRE(events.send_as<orders::shipped>({"1"}));
        REQUIRE(events.send_as<orders::cancelled>({"1"}));
        if (order.attempt() == 1) order.release();
    });

    on.publish("orders/placed", valid_text());
    on.settle();
    asyncapi::metadata named;
    named.message_id = "m-1";
    on.seen.clear();
    received.clear();
    on.publish("orders/placed", valid_text(), named);
    on.settle();

    // Its own id is the same on each delivery.
    CHECK(received == std::vector<std::string>{"m-1", "m-1"});
    CHECK(on.conversations() == std::set<std::string>{"m-1"});
}

TEST_CASE("what a function does before it returns its coroutine belongs to the message too") {
    bench on;
    on.watch("orders/events");
    asyncapi::channel placed{on.wire, orders::placed_channel};
    asyncapi::channel events{on.wire, orders::events_channel};
    const auto rest = []() -> asio::awaitable<void> { co_return; };
    auto handling = placed.subscribe([&](auto&) {
        REQUIRE(events.send_as<orders::shipped>({"1"}));
        return rest();
    });

    asyncapi::metadata with;
    with.correlation_id = "c-2";
    on.publish("orders/placed", valid_text(), with);
    on.settle();

    CHECK(on.conversations() == std::set<std::string>{"c-2"});
}

TEST_CASE("a refusal belongs to the conversation, also where the payload carries its id") {
    bench on;
    on.watch("answers");
    on.watch("orders/events");
    asyncapi::channel events{on.wire, orders::events_channel};
    static constexpr asyncapi::channel_object<orders::quote_request> requests{.address = "asked"};
    asyncapi::channel asked{on.wire, requests};
    auto handling = asked.subscribe(
        [](auto&) {},
        [&](const asyncapi::rejection&) { REQUIRE(events.send_as<orders::cancelled>({"1"})); });

    asyncapi::metadata with;
    with.reply_address = "answers";
    on.publish("asked", R"({"sku":"nonsense","requestId":"r-1"})", with);
    on.settle();

    CHECK(on.seen.size() == 2);
    CHECK(on.conversations() == std::set<std::string>{"r-1"});
}

TEST_CASE("what is sent outside of handlers starts a conversation each, or says which it follows") {
    bench on;
    asyncapi::channel placed{on.wire, orders::placed_channel};
    const auto first = placed.send(orders::valid_order());
    const auto second = placed.send(orders::valid_order());
    REQUIRE(first);
    REQUIRE(second);
    CHECK(first->correlation_id != second->correlation_id);
    CHECK(first->message_id != second->message_id);

    asyncapi::message_context cause{"c-3", {root, ""}};
    const auto third = placed.send(orders::valid_order(), {.following = cause});
    REQUIRE(third);
    CHECK(third->correlation_id == "c-3");
    // An id that is given wins over the one that would be carried on.
    const auto fourth =
        placed.send(orders::valid_order(), {.correlation_id = "mine", .following = cause});
    REQUIRE(fourth);
    CHECK(fourth->correlation_id == "mine");
}
