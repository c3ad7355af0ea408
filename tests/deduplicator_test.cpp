#include "support/orders.hpp"
#include "support/run.hpp"

#include <asyncapi/channel.hpp>
#include <asyncapi/deduplicator.hpp>
#include <asyncapi/transports/memory.hpp>

#include <doctest/doctest.h>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <memory>
#include <string>
#include <vector>

namespace asio = boost::asio;
using asyncapi::errc;
using namespace std::chrono_literals;

namespace {

struct bench {
    asio::io_context context;
    std::shared_ptr<asyncapi::manual_time> clock = std::make_shared<asyncapi::manual_time>();
    asyncapi::memory::broker broker{{.time = clock}};
    asyncapi::memory::transport wire{context.get_executor(), broker};
    asyncapi::channel<orders::placed> placed{wire, orders::placed_channel};

    void pass(std::chrono::milliseconds by = 0ms) {
        clock->advance(by);
        for (int i = 0; i < 10; ++i) support::settle(context);
    }

    void send(const char* id) { REQUIRE(placed.send(orders::valid_order(), {.message_id = id})); }
};

asyncapi::consumer_options with(std::shared_ptr<asyncapi::deduplicator> known) {
    asyncapi::consumer_options options;
    options.deduplicate = std::move(known);
    return options;
}

std::shared_ptr<asyncapi::recent_messages> recent(asyncapi::recent_messages_options options = {}) {
    return std::make_shared<asyncapi::recent_messages>(options);
}

/// Cannot read or write what it knows.
class broken_deduplicator : public asyncapi::deduplicator {
public:
    bool reads = false;
    std::size_t asked = 0;

protected:
    asyncapi::result<bool> knows(std::string_view, wall_time) override {
        ++asked;
        if (!reads) return errc::closed;
        return false;
    }
    asyncapi::result<void> remember(std::string_view, wall_time) override { return errc::closed; }
};

/// Counts what it keeps.
class counting_store : public asyncapi::dead_letter_store {
public:
    std::size_t kept = 0;

    asyncapi::result<void> keep(const asyncapi::rejection&,
                                std::chrono::system_clock::time_point) override {
        ++kept;
        return {};
    }
};

}  // namespace

TEST_CASE("a message that was handled is not handled again, however often it comes") {
    bench on;
    std::vector<std::string> handled;
    const auto work = on.placed.subscribe(
        [&](auto& order) { handled.push_back(order.metadata.message_id); }, with(recent()));

    for (const auto* id : {"a", "a", "b", "a", "b"}) on.send(id);
    on.pass();

    CHECK(handled == std::vector<std::string>{"a", "b"});
    CHECK(work.counters().duplicates == 3);
    CHECK(work.counters().accepted == 2);
    CHECK(on.broker.statistics().acknowledged == 5);
}

TEST_CASE("a duplicate that comes while the first is handled is settled after it, not before") {
    bench on;
    asio::steady_timer gate{on.context, asio::steady_timer::time_point::max()};
    auto options = with(recent());
    options.concurrency = 2;
    std::size_t handled = 0;
    const auto work = on.placed.subscribe(
        [&](auto&) -> asio::awaitable<void> {
            ++handled;
            auto&& [code] = co_await gate.async_wait(asio::as_tuple(asio::use_awaitable));
            static_cast<void>(code);
        },
        options);

    on.send("a");
    on.send("a");
    on.pass();
    CHECK(handled == 1);
    CHECK(on.broker.statistics().acknowledged == 0);
    CHECK(work.counters().duplicates == 0);

    gate.cancel();
    on.pass();
    CHECK(handled == 1);
    CHECK(on.broker.statistics().acknowledged == 2);
    CHECK(work.counters().duplicates == 1);
}

TEST_CASE("of a message that failed and its duplicate, one is handled later") {
    bench on;
    std::size_t tried = 0;
    auto options = with(recent());
    options.retry = asyncapi::retry{.initial = 1s};
    const auto work = on.placed.subscribe(
        [&](auto&) {
            if (++tried == 1) throw 1;
        },
        options);

    on.send("a");
    on.send("a");
    on.pass();
    CHECK(tried == 1);
    CHECK(on.broker.statistics().acknowledged == 0);

    on.pass(1s);
    CHECK(tried == 2);
    CHECK(work.counters().duplicates == 1);
    CHECK(on.broker.statistics().acknowledged == 2);
}

TEST_CASE("a message that was refused is not refused again") {
    bench on;
    std::size_t refused = 0;
    const auto work = on.placed.subscribe(
        [](auto&) {}, [&](const asyncapi::rejection&) { ++refused; }, with(recent()));
    asyncapi::metadata same;
    same.message_id = "a";
    asyncapi::outbound raw;
    raw.address = "orders/placed";
    raw.payload = "{}";
    raw.metadata = &same;
    REQUIRE(on.wire.interface()->try_publish(raw));
    REQUIRE(on.wire.interface()->try_publish(raw));
    on.pass();
    CHECK(refused == 1);
    CHECK(work.counters().duplicates == 1);
}

TEST_CASE("a dead letter that is sent again is handled, and then known") {
    bench on;
    const auto store = std::make_shared<counting_store>();
    auto options = with(recent());
    options.retry = asyncapi::retry{.attempts = 1};
    std::size_t letters = 0;
    SUBCASE("from a store") {
        options.dead_letter.store = store;
    }
    SUBCASE("from an address") {
        options.dead_letter.address = "orders/dead";
    }
    const auto graveyard = asyncapi::any_transport {
        on.wire
        } -> subscribe(asyncapi::address_template{"orders/dead"}, {},
                       [&](asyncapi::delivery&& letter) {
                           ++letters;
                           on.wire.interface()->acknowledge(letter.tag);
                       });
    REQUIRE(graveyard);
    bool mended = false;
    std::size_t handled = 0;
    const auto work = on.placed.subscribe(
        [&](auto&) {
            if (!mended) throw 1;
            ++handled;
        },
        options);

    on.send("a");
    on.pass();
    CHECK(store->kept + letters == 1);
    mended = true;
    on.send("a");
    on.pass();
    CHECK(handled == 1);
    CHECK(work.counters().duplicates == 0);
    on.send("a");
    on.pass();
    CHECK(handled == 1);
    CHECK(work.counters().duplicates == 1);
}

TEST_CASE("a quarantined message that is sent again is judged again") {
    bench on;
    auto options = with(recent());
    const auto store = std::make_shared<counting_store>();
    options.on_bad_message = asyncapi::bad_message::quarantine;
    options.dead_letter.store = store;
    std::size_t handled = 0;
    const auto work = on.placed.subscribe([&](auto&) { ++handled; }, options);
    asyncapi::metadata same;
    same.message_id = "a";
    asyncapi::outbound raw;
    raw.address = "orders/placed";
    raw.payload = "{}";
    raw.metadata = &same;
    REQUIRE(on.wire.interface()->try_publish(raw));
    on.pass();
    CHECK(store->kept == 1);

    on.send("a");
    on.pass();
    CHECK(handled == 1);
    CHECK(work.counters().duplicates == 0);
}

TEST_CASE("a duplicate that waits while the first dies is settled with it, in one dead letter") {
    bench on;
    asio::steady_timer gate{on.context, asio::steady_timer::time_point::max()};
    auto options = with(recent());
    const auto store = std::make_shared<counting_store>();
    options.concurrency = 2;
    options.retry = asyncapi::retry{.attempts = 1};
    options.dead_letter.store = store;
    const auto work = on.placed.subscribe(
        [&](auto&) -> asio::awaitable<void> {
            auto&& [code] = co_await gate.async_wait(asio::as_tuple(asio::use_awaitable));
            static_cast<void>(code);
            throw 1;
        },
        options);

    on.send("a");
    on.send("a");
    on.pass();
    gate.cancel();
    on.pass();
    CHECK(store->kept == 1);
    CHECK(work.counters().duplicates == 1);
    CHECK(on.broker.statistics().acknowledged == 2);
}

TEST_CASE("messages without an id are not taken for each other") {
    bench on;
    std::size_t handled = 0;
    const auto work = on.placed.subscribe([&](auto&) { ++handled; }, with(recent()));
    const asyncapi::metadata none;
    const auto text = asyncapi::to_json(orders::valid_order()).value();
    asyncapi::outbound raw;
    raw.address = "orders/placed";
    raw.payload = text;
    raw.metadata = &none;
    REQUIRE(on.wire.interface()->try_publish(raw));
    REQUIRE(on.wire.interface()->try_publish(raw));
    on.pass();
    CHECK(handled == 2);
}

TEST_CASE("ids are forgotten when there are too many of them, and when they are old") {
    bench on;
    std::size_t handled = 0;
    const auto known = recent({.max_messages = 2, .max_age = 1min});
    const auto work = on.placed.subscribe([&](auto&) { ++handled; }, with(known));

    for (const auto* id : {"a", "b", "c"}) on.send(id);
    on.pass();
    CHECK(known->size() == 2);
    on.send("c");
    on.pass();
    CHECK(handled == 3);
    on.send("a");
    on.pass();
    CHECK(handled == 4);

    on.pass(1min);
    on.send("a");
    on.pass();
    CHECK(handled == 4);
    on.pass(1ms);
    on.send("a");
    on.pass();
    CHECK(handled == 5);
    CHECK(known->size() == 1);
}

TEST_CASE("consumers of a group know what each of them has handled") {
    bench on;
    const auto known = recent();
    auto options = with(known);
    options.group = "shipping";
    options.prefetch = 1;
    std::vector<std::string> left;
    std::vector<std::string> right;
    std::vector<asyncapi::received<orders::placed>> held;
    auto first = on.placed.subscribe(
        [&](auto& order) {
            left.push_back(order.metadata.message_id);
            held.push_back(std::move(order));
        },
        options);
    const auto second = on.placed.subscribe(
        [&](auto& order) { right.push_back(order.metadata.message_id); }, options);

    on.send("a");
    on.send("a");
    on.pass();
    CHECK(left.size() == 1);
    CHECK(right.empty());

    SUBCASE("also after it is done") {
        held[0].acknowledge();
        on.pass();
        CHECK(right.empty());
        CHECK(second.counters().duplicates == 1);
    }
    SUBCASE("and take over from one that ends") {
        first.close();
        on.pass();
        CHECK(right == std::vector<std::string>{"a"});
        CHECK(second.counters().duplicates == 1);
    }
}

TEST_CASE("where it cannot be known whether a message was handled, it comes again later") {
    bench on;
    const auto broken = std::make_shared<broken_deduplicator>();
    std::size_t handled = 0;
    const auto work = on.placed.subscribe([&](auto&) { ++handled; }, with(broken));

    on.send("a");
    on.pass();
    CHECK(handled == 0);
    CHECK(broken->asked == 1);
    CHECK(on.broker.statistics().acknowledged == 0);

    broken->reads = true;
    on.pass(100ms);
    CHECK(handled == 1);
    CHECK(on.broker.statistics().acknowledged == 1);
    CHECK(broken->forgotten() == 1);
}
