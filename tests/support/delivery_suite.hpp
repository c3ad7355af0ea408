#pragma once

#include "support/orders.hpp"
#include "support/transport_suite.hpp"

#include <asyncapi/channel.hpp>
#include <asyncapi/channel/dead_letter_headers.hpp>
#include <asyncapi/deduplicator.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

// What is promised about messages that fail, as tests over a transport_fixture: see
// transport_suite.hpp. What the channels promise stands on what the transport does.

namespace asyncapi::testing {

inline void publish_raw(const any_transport& wire, std::string_view address,
                        std::string_view payload, const metadata& with) {
    outbound raw;
    raw.address = address;
    raw.payload = payload;
    raw.metadata = &with;
    REQUIRE(wire->try_publish(raw));
}

inline std::string header_of(const delivery& of, std::string_view name) {
    const auto* found = of.metadata.headers.find(name);
    return found ? *found : "(none)";
}

inline consumer_options buried_at(std::string address, std::uint32_t attempts) {
    consumer_options options;
    options.group = "work";
    options.retry = retry{.attempts = attempts, .initial = std::chrono::milliseconds{0}};
    options.dead_letter.address = std::move(address);
    return options;
}

TEST_CASE_TEMPLATE_DEFINE(
    "a message whose handler fails comes again, and after its last attempt is a dead letter",
    Fixture, suite_given_up) {
    Fixture on;
    const auto dead = listen(on.left(), "dead/orders");
    std::vector<std::uint32_t> attempts;
    channel orders{on.right(), orders::placed_channel};
    const auto work = orders.subscribe(
        [&](auto& order) {
            attempts.push_back(order.attempt());
            throw std::runtime_error{"the database is away"};
        },
        buried_at("dead/orders", 3));
    on.settle();
    metadata with;
    with.message_name = "OrderPlaced";
    with.message_id = "m-1";
    with.correlation_id = "c-1";
    with.content_type = "application/json";
    with.headers = {{"tenant", "acme"}};
    const std::string payload =
        R"({"total": 1.50, "orderId":"ORD-000001","lines":[{"sku":"A-7","quantity":2}]})";

    publish_raw(on.left(), "orders/placed", payload, with);
    REQUIRE(on.run_until([&] { return work.counters().dead_lettered == 1; }));
    REQUIRE(on.run_until([&] { return dead->size() == 1; }));

    CHECK(attempts == std::vector<std::uint32_t>{1, 2, 3});
    const auto& letter = dead->deliveries[0];
    CHECK(letter.payload == payload);
    CHECK(letter.metadata.message_name == "OrderPlaced");
    CHECK(letter.metadata.message_id == "m-1");
    CHECK(letter.metadata.correlation_id == "c-1");
    CHECK(header_of(letter, "tenant") == "acme");
    CHECK(header_of(letter, "dead-letter-code") == "handler failed");
    CHECK(header_of(letter, "dead-letter-detail") == "the database is away");
    CHECK(header_of(letter, "dead-letter-address") == "orders/placed");
    CHECK(header_of(letter, "dead-letter-attempt") == "3");
    CHECK(header_of(letter, "dead-letter-time").size() == 24);
    CHECK(work.counters().retried == 2);
    CHECK(work.counters().given_up == 1);
}

TEST_CASE_TEMPLATE_DEFINE("a quarantined message is a dead letter that says where it is broken",
                          Fixture, suite_quarantine) {
    Fixture on;
    const auto dead = listen(on.left(), "dead/orders");
    channel orders{on.right(), orders::placed_channel};
    auto options = buried_at("dead/orders", 0);
    options.on_bad_message = bad_message::quarantine;
    std::size_t handled = 0;
    const auto work = orders.subscribe([&](auto&) { ++handled; }, options);
    on.settle();
    metadata with;
    with.message_id = "m-2";
    with.content_type = "application/json";
    const std::string payload =
        R"({"orderId":"ORD-000001","lines":[{"sku":"A-7","quantity":0}],"total":1})";

    publish_raw(on.left(), "orders/placed", payload, with);
    REQUIRE(on.run_until([&] { return work.counters().dead_lettered == 1; }));
    REQUIRE(on.run_until([&] { return dead->size() == 1; }));

    CHECK(handled == 0);
    const auto& letter = dead->deliveries[0];
    CHECK(letter.payload == payload);
    CHECK(letter.metadata.message_id == "m-2");
    CHECK(letter.metadata.message_name == "");
    CHECK(header_of(letter, "dead-letter-code") == "contract violation");
    CHECK(header_of(letter, "dead-letter-message") == "OrderPlaced");
    CHECK(header_of(letter, "dead-letter-pointer") == "/lines/0/quantity");
    CHECK(header_of(letter, "dead-letter-keyword") == "minimum");
    CHECK(header_of(letter, "dead-letter-schema-pointer") ==
          "/properties/lines/items/properties/quantity/minimum");
    CHECK(header_of(letter, "dead-letter-detail") == "0 is less than the minimum of 1");
    CHECK(header_of(letter, "dead-letter-attempt") == "1");
}

TEST_CASE_TEMPLATE_DEFINE("a message is settled when its dead letter is, and not before", Fixture,
                          suite_burial_waits) {
    if constexpr (can_block_left<Fixture>) {
        Fixture on;
        channel orders{on.left(), orders::placed_channel};
        auto options = buried_at("block/left", 0);
        options.on_bad_message = bad_message::quarantine;
        auto work = orders.subscribe([](auto&) {}, options);
        const auto after = listen(on.left(), "after");
        on.settle();
        REQUIRE(on.block_left());

        metadata with;
        with.message_id = "m-3";
        publish_raw(on.right(), "orders/placed", "{}", with);
        publish(on.right(), "after", "");
        REQUIRE(on.run_until([&] { return after->size() == 1; }));
        CHECK(work.counters().rejected == 1);
        CHECK(work.counters().dead_lettered == 0);

        // Nobody lost it: who takes over gets it again.
        std::size_t again = 0;
        auto next = orders.subscribe([](auto&) {},
                                     [&](const rejection& bad) { again = bad.message.attempt; },
                                     {.group = "work"});
        work.close();
        REQUIRE(on.run_until([&] { return again != 0; }));
        CHECK(again == 2);
    } else {
        MESSAGE("not tested: this end cannot be blocked");
    }
}

TEST_CASE_TEMPLATE_DEFINE("a message that comes twice is handled once", Fixture, suite_duplicates) {
    Fixture on;
    channel orders{on.right(), orders::placed_channel};
    consumer_options options;
    options.deduplicate = std::make_shared<recent_messages>();
    std::vector<std::string> handled;
    const auto work = orders.subscribe(
        [&](auto& order) {
            handled.push_back(order.metadata.message_id);
            if (handled.size() == 1) order.release();
        },
        options);
    on.settle();

    channel from{on.left(), orders::placed_channel};
    for (const auto* id : {"m-1", "m-1", "m-2"})
        REQUIRE(from.send(orders::valid_order(), {.message_id = id}));

    REQUIRE(on.run_until([&] { return work.counters().duplicates == 1 && handled.size() == 3; }));
    std::ranges::sort(handled);
    CHECK(handled == std::vector<std::string>{"m-1", "m-1", "m-2"});
}

}  // namespace asyncapi::testing

#define ASYNCAPI_DELIVERY_SUITE(Fixture)                    \
    namespace asyncapi::testing {                           \
    TEST_CASE_TEMPLATE_INVOKE(suite_given_up, Fixture);     \
    TEST_CASE_TEMPLATE_INVOKE(suite_quarantine, Fixture);   \
    TEST_CASE_TEMPLATE_INVOKE(suite_burial_waits, Fixture); \
    TEST_CASE_TEMPLATE_INVOKE(suite_duplicates, Fixture);   \
    }                                                       \
    static_assert(asyncapi::testing::transport_fixture<Fixture>)
