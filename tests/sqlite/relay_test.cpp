#include "support/orders.hpp"
#include "support/refusing_transport.hpp"
#include "support/run.hpp"
#include "support/sqlite_file.hpp"

#include <asyncapi/channel.hpp>
#include <asyncapi/part_metrics.hpp>
#include <asyncapi/sqlite/outbox.hpp>
#include <asyncapi/sqlite/relay.hpp>
#include <asyncapi/transports/memory.hpp>

#include <doctest/doctest.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

using asyncapi::errc;
using namespace std::chrono_literals;
namespace sqlite = asyncapi::sqlite;

namespace {

struct bench {
    support::sqlite_file file;
    boost::asio::io_context context;
    std::shared_ptr<asyncapi::manual_time> clock = std::make_shared<asyncapi::manual_time>();
    asyncapi::memory::broker broker;
    asyncapi::any_transport wire;
    sqlite::outbox box;
    asyncapi::channel<orders::placed> placed{box, orders::placed_channel};
    std::vector<asyncapi::delivery> arrived;
    bool acknowledges = true;

    explicit bench(asyncapi::memory::broker_options options = {})
        : broker{with_clock(std::move(options))},
          wire{asyncapi::memory::transport{context.get_executor(), broker}},
          box{sqlite::outbox::open(file.connection(), wire).value()} {
        REQUIRE(wire->subscribe(asyncapi::address_template{"orders/placed"}, {.prefetch = 1000},
                                [this](asyncapi::delivery message) {
                                    const auto tag = message.tag;
                                    arrived.push_back(std::move(message));
                                    if (acknowledges) wire->acknowledge(tag);
                                }));
    }

    asyncapi::memory::broker_options with_clock(asyncapi::memory::broker_options options) const {
        options.time = clock;
        return options;
    }

    void pass(std::chrono::milliseconds by = 100ms) {
        clock->advance(by);
        for (int i = 0; i < 10; ++i) support::settle(context);
    }

    void send(int first, int last) {
        file.run("BEGIN");
        for (int i = first; i <= last; ++i)
            REQUIRE(placed.send(orders::valid_order(), {.message_id = std::to_string(i)}));
        file.run("COMMIT");
    }

    std::vector<std::string> ids() const {
        std::vector<std::string> all;
        for (const auto& each : arrived) all.push_back(each.metadata.message_id);
        return all;
    }
};

std::vector<std::string> numbers(int first, int last) {
    std::vector<std::string> all;
    for (int i = first; i <= last; ++i) all.push_back(std::to_string(i));
    return all;
}

}  // namespace

TEST_CASE("a relay sends what was committed, in order and as it was sent, and nothing else") {
    bench on;
    const sqlite::relay relay{on.wire, on.file.path(), {.batch = 3}};
    on.file.run("BEGIN");
    REQUIRE(on.placed.send(orders::valid_order(), {.correlation_id = "c-1",
                                                   .message_id = "1",
                                                   .reply_address = "answers",
                                                   .headers = {{"tenant", "acme \"1\""}}}));
    on.pass();
    CHECK(on.arrived.empty());
    on.file.run("COMMIT");
    on.send(2, 10);
    on.pass();

    CHECK(on.ids() == numbers(1, 10));
    const auto& first = on.arrived.at(0);
    CHECK(first.address == "orders/placed");
    CHECK(first.payload == asyncapi::to_json(orders::valid_order()).value());
    CHECK(first.metadata.message_name == "OrderPlaced");
    CHECK(first.metadata.correlation_id == "c-1");
    CHECK(first.metadata.reply_address == "answers");
    CHECK(first.metadata.content_type == "application/json");
    CHECK(*first.metadata.headers.find("tenant") == "acme \"1\"");
    REQUIRE(first.metadata.time);
    CHECK(*first.metadata.time ==
          std::chrono::floor<std::chrono::milliseconds>(on.clock->wall_clock() - 200ms));
    CHECK(on.box.counts()->waiting == 0);
    CHECK(relay.counters().sent == 10);
    CHECK(relay.counters().repeated == 0);
}

TEST_CASE("a relay holds back while the transport is full, and loses nothing") {
    bench on{{.max_queued_messages = 4}};
    on.acknowledges = false;
    const sqlite::relay relay{on.wire, on.file.path()};
    on.send(1, 10);
    on.pass();
    CHECK(on.arrived.size() == 4);
    CHECK(on.box.counts()->waiting == 10);

    on.acknowledges = true;
    const auto tags = on.arrived;
    for (const auto& each : tags) on.wire->acknowledge(each.tag);
    on.pass();

    CHECK(on.ids() == numbers(1, 10));
    CHECK(on.box.counts()->waiting == 0);
    CHECK(relay.counters().sent == 10);
}

TEST_CASE(
    "a message that no transport takes is set aside with the reason, and can be tried again") {
    bench on{{.max_queued_bytes = 600}};
    const sqlite::relay relay{on.wire, on.file.path()};
    on.send(1, 1);
    auto order = orders::valid_order();
    REQUIRE(on.placed.send(order, {.message_id = "2", .headers = {{"x", std::string(600, 'x')}}}));
    on.send(3, 3);
    on.pass();

    CHECK(on.ids() == std::vector<std::string>{"1", "3"});
    CHECK(relay.counters().failed == 1);
    CHECK(on.box.counts()->failed == 1);
    const auto failed = on.box.failed();
    REQUIRE(failed);
    REQUIRE(failed->size() == 1);
    CHECK((*failed)[0].message_id == "2");
    CHECK((*failed)[0].message_name == "OrderPlaced");
    CHECK((*failed)[0].failure == "too large");
    on.pass(1h);
    CHECK(relay.counters().failed == 1);

    const auto position = (*failed)[0].position;
    CHECK(*on.box.retry(position));
    CHECK_FALSE(*on.box.retry(position));
    on.pass();
    CHECK(relay.counters().failed == 2);
    CHECK(*on.box.discard(position));
    CHECK_FALSE(*on.box.discard(position));
    CHECK(on.box.counts()->failed == 0);
}

TEST_CASE("a message that was accepted and then refused is set aside, and not taken for sent") {
    bench on;
    const auto broker = std::make_shared<support::refusing_transport>(on.wire);
    broker->refuses.emplace("orders/placed 2", asyncapi::error{errc::rejected, "not this one"});
    const sqlite::relay relay{asyncapi::any_transport{broker}, on.file.path()};
    on.send(1, 3);
    SUBCASE("at once") {
        on.pass();
    }
    SUBCASE("when the database is free") {
        broker->before_drained = [&] { on.file.run("BEGIN IMMEDIATE"); };
        on.pass();
        CHECK(relay.counters().failed == 0);
        CHECK(relay.counters().busy > 0);
        broker->before_drained = [] {};
        on.file.run("COMMIT");
        on.pass();
    }
    CHECK(on.ids() == std::vector<std::string>{"1", "3"});
    CHECK(relay.counters().sent == 2);
    CHECK(relay.counters().failed == 1);
    const auto failed = on.box.failed();
    REQUIRE(failed);
    REQUIRE(failed->size() == 1);
    CHECK((*failed)[0].message_id == "2");
    CHECK((*failed)[0].failure == "rejected: not this one");
    CHECK(on.box.counts()->waiting == 0);

    broker->refuses.clear();
    CHECK(*on.box.retry((*failed)[0].position));
    on.pass();
    CHECK(on.ids() == std::vector<std::string>{"1", "3", "2"});
}

TEST_CASE("a message that the transport drops as too old is gone, and counted as that") {
    bench on;
    const auto broker = std::make_shared<support::refusing_transport>(on.wire);
    broker->refuses.emplace("orders/placed 2", asyncapi::error{errc::timed_out});
    const sqlite::relay relay{asyncapi::any_transport{broker}, on.file.path()};
    on.send(1, 3);
    on.pass();
    CHECK(on.ids() == std::vector<std::string>{"1", "3"});
    CHECK(relay.counters().sent == 2);
    CHECK(relay.counters().expired == 1);
    CHECK(relay.counters().failed == 0);
    CHECK(on.box.counts()->waiting == 0);
    CHECK(on.box.counts()->failed == 0);
}

TEST_CASE("what a message has left of its time goes with it, and without any it is not sent") {
    bench on;
    const auto broker = std::make_shared<support::refusing_transport>(on.wire);
    SUBCASE("in a new table") {}
    SUBCASE("in one of an earlier version") {
        on.file.run("ALTER TABLE outbox DROP COLUMN expires");
        SUBCASE("that the outbox completes") {
            on.box = sqlite::outbox::open(on.file.connection(), on.wire).value();
        }
        SUBCASE("that a relay completes") {
            const sqlite::relay relay{on.wire, on.file.path()};
            on.pass();
        }
    }
    REQUIRE(on.placed.send(orders::valid_order(), {.message_id = "1", .expires_in = 10s}));
    REQUIRE(on.placed.send(orders::valid_order(), {.message_id = "2", .expires_in = 4s}));
    REQUIRE(on.placed.send(orders::valid_order(), {.message_id = "3"}));
    on.clock->advance(4s);
    const sqlite::relay relay{asyncapi::any_transport{broker}, on.file.path()};
    on.pass(0ms);
    CHECK(on.ids() == std::vector<std::string>{"1", "3"});
    REQUIRE(broker->expiries.size() == 2);
    CHECK((broker->expiries[0] == 6s));
    CHECK_FALSE(broker->expiries[1].has_value());
    CHECK(relay.counters().sent == 2);
    CHECK(relay.counters().expired == 1);
    CHECK(on.box.counts()->waiting == 0);
}

TEST_CASE("a refusal that need not be the last is tried again, a number of times") {
    bench on;
    const auto broker = std::make_shared<support::refusing_transport>(on.wire);
    broker->refuses.emplace("orders/placed 2",
                            asyncapi::error{errc::protocol_error, "packet id in use"});
    const sqlite::relay relay{asyncapi::any_transport{broker}, on.file.path(), {.max_refusals = 3}};
    on.send(1, 3);
    on.pass();
    on.pass();
    CHECK(relay.counters().failed == 0);
    CHECK(on.box.counts()->waiting == 1);
    on.pass();
    CHECK(relay.counters().failed == 1);
    CHECK(on.ids() == std::vector<std::string>{"1", "3"});
}

TEST_CASE(
    "one relay sends at a time, and another takes over when the first ends or is not heard of") {
    bench on;
    std::optional<sqlite::relay> first;
    first.emplace(on.wire, on.file.path(), sqlite::relay_options{.lease = 10s});
    on.send(1, 1);
    on.pass();
    const sqlite::relay second{on.wire, on.file.path(), {.lease = 10s}};
    on.send(2, 20);
    on.pass();
    CHECK(first->counters().sent == 20);
    CHECK(second.counters().sent == 0);
    CHECK(on.ids() == numbers(1, 20));

    SUBCASE("at once, when it ends") {
        first.reset();
        on.send(21, 21);
        on.pass();
        CHECK(second.counters().sent == 1);
    }
    SUBCASE("after its lease, when its process died") {
        // What a dead process leaves behind.
        on.file.run("CREATE TABLE kept AS SELECT * FROM outbox_lease");
        first.reset();
        on.file.run("INSERT INTO outbox_lease SELECT * FROM kept");
        on.send(21, 21);
        on.pass(5s);
        CHECK(second.counters().sent == 0);
        on.pass(5s);
        CHECK(second.counters().sent == 1);
    }
    CHECK(on.ids() == numbers(1, 21));
}

TEST_CASE("a relay keeps its lease while the transport is slow") {
    bench on{{.max_queued_messages = 1}};
    on.acknowledges = false;
    const sqlite::relay first{on.wire, on.file.path(), {.lease = 10s}};
    on.send(1, 3);
    on.pass();
    REQUIRE(on.arrived.size() == 1);
    const sqlite::relay second{on.wire, on.file.path(), {.lease = 10s}};
    for (int i = 0; i < 10; ++i) on.pass(4s);
    CHECK(on.arrived.size() == 1);

    on.acknowledges = true;
    on.wire->acknowledge(on.arrived[0].tag);
    on.pass();
    CHECK(on.ids() == numbers(1, 3));
    CHECK(first.counters().sent == 3);
    CHECK(second.counters().sent == 0);
}

TEST_CASE("a locked database is tried again, and nothing is sent twice because of it") {
    bench on;
    const sqlite::relay relay{on.wire, on.file.path()};
    on.send(1, 2);
    on.file.run("BEGIN IMMEDIATE");
    on.pass();
    CHECK(on.arrived.empty());
    CHECK(relay.counters().busy > 0);
    on.file.run("COMMIT");
    on.pass();
    CHECK(on.ids() == numbers(1, 2));

    // Its lease holds, so it sends; but it cannot note that it did.
    on.send(3, 3);
    on.file.run("BEGIN IMMEDIATE");
    on.pass();
    on.pass();
    CHECK(on.ids() == numbers(1, 3));
    CHECK(on.box.counts()->waiting == 1);
    on.file.run("COMMIT");
    on.pass();
    CHECK(on.box.counts()->waiting == 0);
    CHECK(on.ids() == numbers(1, 3));
    CHECK(relay.counters().sent == 3);
}

TEST_CASE(
    "a relay that cannot renew its lease waits, sends while it lasts, and stops when it ends") {
    bench on{{.max_queued_messages = 1}};
    on.acknowledges = false;
    const sqlite::relay relay{on.wire, on.file.path(), {.lease = 10s}};
    on.send(1, 3);
    on.pass();
    REQUIRE(on.arrived.size() == 1);

    on.file.run("BEGIN IMMEDIATE");
    on.pass(6s);
    on.acknowledges = true;
    on.wire->acknowledge(on.arrived[0].tag);
    on.pass(1s);
    CHECK(on.ids() == numbers(1, 3));
    CHECK(relay.counters().busy > 0);
    on.pass(10s);
    on.file.run("COMMIT");
    on.pass();
    CHECK(on.box.counts()->waiting == 0);
    CHECK(on.ids() == numbers(1, 3));
}

TEST_CASE("an outbox and its relay are in the text for Prometheus") {
    bench on;
    const sqlite::relay relay{on.wire, on.file.path()};
    on.send(1, 2);
    on.pass();
    on.send(3, 3);

    asyncapi::part_metrics parts;
    parts.add_transport("broker", on.wire->load());
    parts.add_outbox("orders", on.box.counts().value());
    parts.add_relay("orders", relay.counters());
    const auto text = asyncapi::to_prometheus(parts);

    for (const auto* line : {"\nasyncapi_outbox_waiting{outbox=\"orders\"} 1\n",
                             "\nasyncapi_outbox_failed{outbox=\"orders\"} 0\n",
                             "\nasyncapi_relay_sent_total{relay=\"orders\"} 2\n",
                             "\nasyncapi_transport_queued_messages{transport=\"broker\"} 0\n"}) {
        CAPTURE(line);
        CHECK(text.find(line) != std::string::npos);
    }
}

TEST_CASE("what is drained from an outbox has been sent by its relay") {
    bench on;
    on.send(1, 5);
    std::optional<asyncapi::result<void>> drained;
    const auto wait = [&](std::chrono::milliseconds within) {
        drained.reset();
        boost::asio::co_spawn(
            on.context,
            [](auto& channel, auto& to, auto longest) -> boost::asio::awaitable<void> {
                to = co_await channel.drained(longest);
            }(on.placed, drained, within),
            boost::asio::detached);
        on.pass();
        on.pass();
    };
    wait(100ms);
    REQUIRE(drained);
    CHECK(drained->error() == errc::timed_out);

    const sqlite::relay relay{on.wire, on.file.path()};
    wait(1h);
    REQUIRE(drained);
    CHECK(drained->has_value());
    CHECK(relay.counters().sent == 5);
}

TEST_CASE("a relay ends with its transport, and says why it cannot start") {
    bench on;
    const sqlite::relay relay{on.wire, on.file.path()};
    CHECK(relay.status());
    on.send(1, 1);
    on.wire->close();
    on.pass();
    CHECK(relay.status().error() == errc::closed);
    CHECK(on.box.counts()->waiting == 1);

    const sqlite::relay nowhere{on.wire, on.file.path() / "no" / "such"};
    CHECK(nowhere.status().error().code().category() == sqlite::error_category());
    const sqlite::relay nameless{on.wire, on.file.path(), {.table = "a b"}};
    CHECK(nameless.status().error() == errc::invalid_address);
}
