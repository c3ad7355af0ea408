#include <asyncapi/transports/memory.hpp>

#include <support/drive.hpp>
#include <support/transport_suite.hpp>

#include <chrono>
#include <string>
#include <vector>

using namespace asyncapi;
using namespace std::chrono_literals;
using asyncapi::testing::fill;
using asyncapi::testing::listen;
using asyncapi::testing::publish;
using asyncapi::testing::start;
using asyncapi::testing::try_publish;

namespace {

using payloads = std::vector<std::string>;

struct setup {
    explicit setup(memory::broker_options options = {})
        : broker{[&] {
              options.time = clock;
              return memory::broker{options};
          }()},
          wire{memory::transport{io.get_executor(), broker}} {}

    any_transport another() { return memory::transport{io.get_executor(), broker}; }

    void run() {
        io.restart();
        io.poll();
    }

    asio::io_context io;
    std::shared_ptr<manual_time> clock = std::make_shared<manual_time>();
    memory::broker broker;
    any_transport wire;
};

}  // namespace

TEST_CASE("a message goes to all queues that match, or to none") {
    setup s{{.max_queued_messages = 2}};
    const auto stalled = listen(s.wire, "orders", {}, false);
    const auto eager = listen(s.wire, "orders");
    publish(s.wire, "orders", "1");
    publish(s.wire, "orders", "2");
    s.run();

    const auto sent = try_publish(s.wire, "orders", "3");

    REQUIRE_FALSE(sent);
    CHECK(sent.error() == errc::would_block);
    s.run();
    CHECK((eager->payloads() == payloads{"1", "2"}));
    CHECK(s.broker.statistics().published == 2);
}

TEST_CASE("a reply address arrives unchanged") {
    setup s;
    const auto box = listen(s.wire, "orders");
    metadata about;
    about.reply_address = s.wire->reply_address("token");
    publish(s.wire, "orders", "x", about);
    s.run();
    REQUIRE(box->size() == 1);
    CHECK(box->deliveries[0].metadata.reply_address == about.reply_address);
}

TEST_CASE("what is delivered and not settled counts as held") {
    setup s{{.max_queued_messages = 3}};
    const auto box = listen(s.wire, "orders", {.prefetch = 100}, false);
    CHECK(fill(s.wire, "orders") == 3);
    s.run();
    REQUIRE(box->size() == 3);
    CHECK_FALSE(try_publish(s.wire, "orders", "x"));

    s.wire->acknowledge(box->deliveries[1].tag);

    CHECK(try_publish(s.wire, "orders", "x"));
    CHECK_FALSE(try_publish(s.wire, "orders", "x"));
}

TEST_CASE("a queue is bounded in bytes, and metadata count") {
    setup s{{.max_queued_bytes = 1000, .max_payload_bytes = 5000}};
    CHECK(s.wire->get_capabilities().max_payload_bytes == 1000);
    const auto box = listen(s.wire, "orders", {}, false);
    metadata heavy;
    heavy.headers.set("note", std::string(990, 'x'));

    const auto never_fits = try_publish(s.wire, "orders", "x", heavy);
    REQUIRE_FALSE(never_fits);
    CHECK(never_fits.error() == errc::too_large);
    publish(s.wire, "orders", std::string(600, 'x'));
    const auto later = try_publish(s.wire, "orders", std::string(600, 'x'));
    REQUIRE_FALSE(later);
    CHECK(later.error() == errc::would_block);
    CHECK(try_publish(s.wire, "orders", std::string(300, 'x')));
}

TEST_CASE("writable waits for the queue that refused, and for as much room as it lacked") {
    setup s{{.max_queued_messages = 10, .max_queued_bytes = 1000}};
    const auto small = listen(s.wire, "small", {}, false);
    const auto full = listen(s.wire, "full", {}, false);
    publish(s.wire, "small", "x");
    publish(s.wire, "full", std::string(400, 'x'));
    publish(s.wire, "full", std::string(400, 'x'));
    REQUIRE_FALSE(try_publish(s.wire, "full", std::string(700, 'x')));
    const auto room = start(s.wire, s.wire->writable({}));
    s.run();
    REQUIRE(small->size() == 1);
    REQUIRE(full->size() == 2);

    s.wire->acknowledge(small->deliveries[0].tag);
    s.run();
    CHECK_FALSE(room->outcome);
    s.wire->acknowledge(full->deliveries[0].tag);
    s.run();
    CHECK_FALSE(room->outcome);
    s.wire->acknowledge(full->deliveries[1].tag);
    CHECK_FALSE(room->outcome);
    s.run();
    CHECK(room->succeeded());
    CHECK(try_publish(s.wire, "full", std::string(700, 'x')));
}

TEST_CASE("publishers that wait for different queues do not wait for each other") {
    setup s{{.max_queued_messages = 1}};
    const auto first = listen(s.wire, "first", {}, false);
    const auto second = listen(s.wire, "second", {}, false);
    fill(s.wire, "first");
    const auto for_first = start(s.wire, s.wire->writable({}));
    fill(s.wire, "second");
    const auto for_second = start(s.wire, s.wire->writable({}));
    s.run();

    s.wire->acknowledge(first->deliveries.at(0).tag);
    s.run();

    CHECK(for_first->succeeded());
    CHECK_FALSE(for_second->outcome);
}

TEST_CASE("of two waits for one queue the one that needs less completes first") {
    setup s{{.max_queued_bytes = 1000}};
    const auto box = listen(s.wire, "o", {}, false);
    publish(s.wire, "o", std::string(300, 'x'));
    publish(s.wire, "o", std::string(600, 'x'));
    REQUIRE_FALSE(try_publish(s.wire, "o", std::string(900, 'x')));
    const auto for_much = start(s.wire, s.wire->writable({}));
    REQUIRE_FALSE(try_publish(s.wire, "o", std::string(200, 'x')));
    const auto for_little = start(s.wire, s.wire->writable({}));
    s.run();

    s.wire->acknowledge(box->deliveries.at(0).tag);
    s.run();
    CHECK(for_little->succeeded());
    CHECK_FALSE(for_much->outcome);
    s.wire->acknowledge(box->deliveries.at(1).tag);
    s.run();
    CHECK(for_much->succeeded());
}

TEST_CASE("the longest time-out is as good as none") {
    setup s{{.redelivery_timeout = std::chrono::nanoseconds::max()}};
    s.clock->advance(1h);
    const auto box = listen(s.wire, "orders", {}, false);
    publish(s.wire, "orders", "1");
    s.run();
    s.clock->advance(1000h);
    s.run();
    CHECK(box->size() == 1);
}

TEST_CASE("writable completes when the full queue goes, for publishers of every transport") {
    setup s{{.max_queued_messages = 1}};
    const auto other = s.another();
    const auto box = listen(s.wire, "orders", {}, false);
    fill(s.wire, "orders");
    REQUIRE_FALSE(try_publish(other, "orders", "x"));
    const auto mine = start(s.wire, s.wire->writable({}));
    const auto others = start(other, other->writable(s.clock->now() + 1s));
    s.run();

    s.wire->unsubscribe(box->id);
    s.run();

    CHECK(mine->succeeded());
    CHECK(others->succeeded());
}

TEST_CASE("writable has a deadline") {
    setup s{{.max_queued_messages = 1}};
    const auto box = listen(s.wire, "orders", {}, false);
    fill(s.wire, "orders");
    const auto room = start(s.wire, s.wire->writable(s.clock->now() + 10ms));
    s.run();

    s.clock->advance(9ms);
    s.run();
    CHECK_FALSE(room->outcome);
    s.clock->advance(1ms);
    s.run();
    CHECK(room->ended_with(errc::timed_out));
}

TEST_CASE("load tells what was published and not settled by every queue") {
    setup s;
    const auto other = s.another();
    const auto first = listen(s.wire, "orders", {}, false);
    const auto second = listen(s.wire, "orders", {}, false);
    publish(s.wire, "orders", "12345");
    publish(s.wire, "nobody", "12345");
    publish(other, "orders", "not mine");
    s.run();
    CHECK(s.wire->load().queued_messages == 1);
    CHECK(s.wire->load().queued_bytes == std::string_view{"12345orders"}.size());

    s.wire->acknowledge(first->deliveries[0].tag);
    CHECK(s.wire->load().queued_messages == 1);
    s.wire->acknowledge(second->deliveries[0].tag);
    CHECK(s.wire->load().queued_messages == 0);
    CHECK(s.wire->load().queued_bytes == 0);
    CHECK(other->load().queued_messages == 1);
}

TEST_CASE("a delivery that is not settled in time comes back, and its old tag is worth nothing") {
    setup s{{.redelivery_timeout = 100ms}};
    const auto box = listen(s.wire, "orders", {}, false);
    publish(s.wire, "orders", "1");
    s.run();
    s.clock->advance(60ms);
    publish(s.wire, "orders", "2");
    s.run();
    REQUIRE((box->payloads() == payloads{"1", "2"}));

    s.clock->advance(39ms);
    s.run();
    CHECK(box->size() == 2);
    s.clock->advance(1ms);
    s.run();
    REQUIRE((box->payloads() == payloads{"1", "2", "1"}));
    CHECK(box->deliveries[2].attempt == 2);

    s.wire->acknowledge(box->deliveries[0].tag);
    CHECK(s.broker.statistics().acknowledged == 0);
    s.wire->acknowledge(box->deliveries[2].tag);
    s.wire->acknowledge(box->deliveries[1].tag);
    s.clock->advance(1h);
    s.run();
    CHECK(box->size() == 3);
    CHECK(s.broker.statistics().acknowledged == 2);
}

TEST_CASE("what times out at one consumer goes to another of its group") {
    setup s{{.redelivery_timeout = 100ms}};
    const auto other = s.another();
    const auto stuck = listen(s.wire, "orders", {.group = "g", .prefetch = 1}, false);
    const auto working = listen(other, "orders", {.group = "g"});
    publish(s.wire, "orders", "1");
    publish(s.wire, "orders", "2");
    publish(s.wire, "orders", "3");
    s.run();
    REQUIRE((stuck->payloads() == payloads{"1"}));
    REQUIRE((working->payloads() == payloads{"2", "3"}));

    for (int i = 0; i < 2 && working->size() < 3; ++i) {
        s.clock->advance(100ms);
        s.run();
    }

    REQUIRE(working->size() == 3);
    CHECK(working->deliveries[2].payload == "1");
    CHECK(working->deliveries[2].attempt >= 2);
}

TEST_CASE("nothing comes back by itself when no time-out is set") {
    setup s;
    const auto box = listen(s.wire, "orders", {}, false);
    publish(s.wire, "orders", "1");
    s.run();
    s.clock->advance(1000h);
    s.run();
    CHECK(box->size() == 1);
}

TEST_CASE("a message is discarded after its last attempt, and makes room") {
    setup s{{.max_queued_messages = 1, .max_attempts = 3}};
    const auto box = listen(s.wire, "orders", {}, false);
    fill(s.wire, "orders");
    const auto room = start(s.wire, s.wire->writable({}));
    for (std::size_t attempt = 1; attempt <= 3; ++attempt) {
        s.run();
        REQUIRE(box->size() == attempt);
        CHECK_FALSE(room->outcome);
        s.wire->release(box->deliveries.back().tag);
    }
    s.run();

    CHECK(box->size() == 3);
    CHECK(s.broker.statistics().exhausted == 1);
    CHECK(room->succeeded());
    CHECK(s.wire->load().queued_messages == 0);
}

TEST_CASE("what comes back is delivered before what still waits, in its old order") {
    setup s;
    const auto box = listen(s.wire, "orders", {.prefetch = 3}, false);
    for (const auto* each : {"1", "2", "3", "4", "5"}) publish(s.wire, "orders", each);
    s.run();
    REQUIRE((box->payloads() == payloads{"1", "2", "3"}));

    s.wire->release(box->deliveries[1].tag);
    s.wire->release(box->deliveries[2].tag);
    s.wire->release(box->deliveries[0].tag);
    s.run();
    CHECK((box->payloads() == payloads{"1", "2", "3", "1", "2", "3"}));
}

TEST_CASE("members of a group take turns, and one without credit is passed over") {
    setup s;
    const auto busy = listen(s.wire, "orders", {.group = "g", .prefetch = 2}, false);
    const auto first = listen(s.wire, "orders", {.group = "g", .prefetch = 100});
    const auto second = listen(s.another(), "orders", {.group = "g", .prefetch = 100});
    static_cast<void>(second);
    for (int i = 0; i < 30; ++i) publish(s.wire, "orders", std::to_string(i));
    s.run();
    CHECK(busy->size() == 2);
    CHECK(first->size() == 28);
}

TEST_CASE("members of a group on several transports get equal shares") {
    setup s;
    const auto other = s.another();
    const auto first = listen(s.wire, "orders", {.group = "g"});
    const auto second = listen(other, "orders", {.group = "g"});
    const auto third = listen(other, "orders", {.group = "g"});
    for (int i = 0; i < 30; ++i) publish(s.wire, "orders", std::to_string(i));
    s.run();
    CHECK(first->size() == 10);
    CHECK(second->size() == 10);
    CHECK(third->size() == 10);
}

TEST_CASE("when a member leaves after its turn the next one's turn is not skipped") {
    setup s;
    const auto leaving = listen(s.wire, "orders", {.group = "g"});
    const auto next = listen(s.wire, "orders", {.group = "g"});
    const auto last = listen(s.wire, "orders", {.group = "g"});
    publish(s.wire, "orders", "1");
    s.run();
    REQUIRE(leaving->size() == 1);

    s.wire->unsubscribe(leaving->id);
    publish(s.wire, "orders", "2");
    s.run();
    CHECK(next->size() == 1);
    CHECK(last->size() == 0);
}

TEST_CASE("what was on its way to a member that leaves goes to another") {
    setup s;
    const auto leaving = listen(s.wire, "orders", {.group = "g"});
    const auto staying = listen(s.wire, "orders", {.group = "g"});
    publish(s.wire, "orders", "1");

    s.wire->unsubscribe(leaving->id);
    s.run();
    CHECK(leaving->size() == 0);
    REQUIRE(staying->size() == 1);
    CHECK(staying->deliveries[0].attempt == 1);
}

TEST_CASE("a group's queue lives until its last member leaves, and then is counted as abandoned") {
    setup s;
    const auto other = s.another();
    const auto first = listen(s.wire, "orders", {.group = "g", .prefetch = 1}, false);
    for (const auto* each : {"1", "2", "3"}) publish(other, "orders", each);
    s.run();
    REQUIRE(first->size() == 1);

    const auto second = listen(other, "orders", {.group = "g", .prefetch = 1}, false);
    s.wire->close();
    s.run();
    REQUIRE(second->size() == 1);
    CHECK(second->deliveries[0].payload != "3");

    other->unsubscribe(second->id);
    CHECK(s.broker.statistics().abandoned == 3);
    CHECK(other->load().queued_messages == 0);
    const auto third = listen(other, "orders", {.group = "g"});
    s.run();
    CHECK(third->size() == 0);
}

TEST_CASE("groups of one name and different filters are different groups") {
    setup s;
    const auto all = listen(s.wire, "orders/{id}", {.group = "g"});
    const auto one = listen(s.wire, "orders/1", {.group = "g"});
    publish(s.wire, "orders/1", "x");
    s.run();
    CHECK(all->size() == 1);
    CHECK(one->size() == 1);
}

TEST_CASE("a prefetch of 0 counts as 1") {
    setup s;
    const auto box = listen(s.wire, "orders", {.prefetch = 0}, false);
    publish(s.wire, "orders", "1");
    publish(s.wire, "orders", "2");
    s.run();
    CHECK(box->size() == 1);
}

TEST_CASE("no filter of another transport matches a reply address") {
    setup s;
    const auto other = s.another();
    const auto address = s.wire->reply_address("token");
    for (const auto& filter : {address, s.wire->reply_address("+"), std::string{"_reply/#"},
                               std::string{"_reply/{who}/token"}, std::string{"_reply/+/+"}}) {
        CAPTURE(filter);
        const auto refused = other->subscribe(address_template{filter}, {}, [](delivery) {});
        REQUIRE_FALSE(refused);
        CHECK(refused.error() == errc::unauthorized);
    }
    const auto everything = listen(other, "#");
    const auto three_segments = listen(s.wire, "{a}/{b}/{c}");
    const auto own = listen(s.wire, s.wire->reply_address("{token}"));

    publish(other, address, "reply");
    s.run();
    CHECK(everything->size() == 0);
    CHECK(three_segments->size() == 0);
    CHECK(own->size() == 1);
}

TEST_CASE("a transport without a broker has one of its own") {
    asio::io_context io;
    const any_transport first = memory::transport{io.get_executor()};
    const any_transport second = memory::transport{io.get_executor()};
    const auto here = listen(first, "orders");
    const auto there = listen(second, "orders");
    publish(first, "orders", "x");
    io.poll();
    CHECK(here->size() == 1);
    CHECK(there->size() == 0);
}

TEST_CASE("a message that nobody subscribed to is counted, and not kept") {
    setup s;
    publish(s.wire, "orders", "early");
    const auto box = listen(s.wire, "orders");
    s.run();
    CHECK(box->size() == 0);
    CHECK(s.broker.statistics().unroutable == 1);
    CHECK(s.wire->load().queued_messages == 0);
}

TEST_CASE("tags of other transports and of other subscriptions settle nothing") {
    setup s;
    const auto other = s.another();
    const auto mine = listen(s.wire, "orders", {}, false);
    const auto second = listen(s.wire, "payments");
    publish(s.wire, "orders", "x");
    s.run();
    REQUIRE(mine->size() == 1);
    const auto tag = mine->deliveries[0].tag;

    other->acknowledge(tag);
    other->release(tag);
    s.wire->acknowledge({second->id, tag.sequence});
    s.wire->acknowledge({tag.subscription, tag.sequence + 1});
    s.run();

    CHECK(mine->size() == 1);
    CHECK(s.wire->load().queued_messages == 1);
}
