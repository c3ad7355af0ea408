#include "support/orders.hpp"
#include "support/run.hpp"
#include "support/sqlite_file.hpp"

#include <asyncapi/channel.hpp>
#include <asyncapi/sqlite/dead_letters.hpp>
#include <asyncapi/transports/memory.hpp>

#include <doctest/doctest.h>

#include <chrono>
#include <memory>
#include <string>

using asyncapi::errc;
using namespace std::chrono_literals;
namespace sqlite = asyncapi::sqlite;

namespace {

const std::chrono::system_clock::time_point noon{std::chrono::milliseconds{1'790'000'000'123}};

asyncapi::delivery broken_order(std::string id = "m-1") {
    asyncapi::delivery message;
    message.address = "orders/placed";
    message.payload = std::string{"{\"orderId\":\"\0\xFF\"}", 15};
    message.metadata.message_name = "OrderPlaced";
    message.metadata.message_id = std::move(id);
    message.metadata.correlation_id = "c-1";
    message.metadata.reply_address = "answers";
    message.metadata.content_type = "application/json";
    message.metadata.time = noon - 1h;
    message.metadata.trace.traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    message.metadata.headers = {{"tenant", "acme"}};
    message.attempt = 3;
    message.binary = true;
    return message;
}

const asyncapi::error why{errc::contract_violation,
                          asyncapi::violation{"OrderPlaced", "/orderId", "pattern",
                                              "/properties/orderId/pattern", "does not match"}};

}  // namespace

TEST_CASE("a dead letter is kept with its bytes, its metadata and its reason, over a restart") {
    const support::sqlite_file file;
    const auto message = broken_order();
    {
        const auto store = sqlite::dead_letters::open(file.path());
        REQUIRE(store);
        REQUIRE((*store)->keep({why, message}, noon));
    }
    const auto store = sqlite::dead_letters::open(file.path()).value();
    REQUIRE(*store->size() == 1);
    const auto all = store->list();
    REQUIRE(all);
    const auto& letter = all->at(0);
    CHECK(letter.address == "orders/placed");
    CHECK(letter.payload == message.payload);
    CHECK(letter.binary);
    CHECK(letter.metadata.message_name == "OrderPlaced");
    CHECK(letter.metadata.message_id == "m-1");
    CHECK(letter.metadata.correlation_id == "c-1");
    CHECK(letter.metadata.reply_address == "answers");
    CHECK(letter.metadata.content_type == "application/json");
    CHECK(letter.metadata.time == message.metadata.time);
    CHECK(letter.metadata.trace.traceparent == message.metadata.trace.traceparent);
    CHECK(letter.metadata.headers == message.metadata.headers);
    CHECK(letter.code == "contract violation");
    CHECK(letter.why.message == "OrderPlaced");
    CHECK(letter.why.pointer == "/orderId");
    CHECK(letter.why.keyword == "pattern");
    CHECK(letter.why.schema_pointer == "/properties/orderId/pattern");
    CHECK(letter.why.reason == "does not match");
    CHECK(letter.attempt == 3);
    CHECK(letter.time == noon);
}

TEST_CASE("letters are read in order and in pages, found and removed by their id") {
    const support::sqlite_file file;
    const auto store = sqlite::dead_letters::open(file.path()).value();
    CHECK(*store->newest() == 0);
    for (const auto* id : {"a", "b", "c"}) {
        const auto message = broken_order(id);
        REQUIRE(store->keep({why, message}, noon));
    }
    const auto first = store->list(0, 2).value();
    REQUIRE(first.size() == 2);
    CHECK(first[0].metadata.message_id == "a");
    const auto rest = store->list(first.back().id, 2).value();
    REQUIRE(rest.size() == 1);
    CHECK(rest[0].metadata.message_id == "c");

    CHECK(store->find(rest[0].id).value()->metadata.message_id == "c");
    CHECK(*store->remove(rest[0].id));
    CHECK_FALSE(*store->remove(rest[0].id));
    CHECK_FALSE(store->find(rest[0].id).value().has_value());
    CHECK(*store->size() == 2);
}

TEST_CASE("a letter that comes twice is kept once, one without an id each time") {
    const support::sqlite_file file;
    const auto store = sqlite::dead_letters::open(file.path()).value();
    const auto message = broken_order();
    const auto nameless = broken_order("");
    for (int i = 0; i < 2; ++i) {
        REQUIRE(store->keep({why, message}, noon));
        REQUIRE(store->keep({why, nameless}, noon));
    }
    CHECK(*store->size() == 3);
}

TEST_CASE("a letter that comes again takes the place of the one before, under an id of its own") {
    const support::sqlite_file file;
    const auto store = sqlite::dead_letters::open(file.path(), {.max_messages = 1}).value();
    auto message = broken_order();
    REQUIRE(store->keep({why, message}, noon));
    const auto before = store->list().value().at(0).id;
    message.attempt = 7;
    REQUIRE(store->keep({why, message}, noon + 1h));
    const auto all = store->list().value();
    REQUIRE(all.size() == 1);
    CHECK(all[0].id > before);
    CHECK(*store->newest() == all[0].id);
    CHECK(all[0].attempt == 7);
    CHECK(all[0].time == noon + 1h);

    const auto other = broken_order("m-2");
    CHECK(store->keep({why, other}, noon).error() == errc::would_block);
    CHECK(store->list().value().at(0).id == all[0].id);
}

TEST_CASE("a full store keeps nothing, and the message comes again until there is room") {
    const support::sqlite_file file;
    const auto store = sqlite::dead_letters::open(file.path(), {.max_messages = 1}).value();
    boost::asio::io_context context;
    const auto clock = std::make_shared<asyncapi::manual_time>();
    asyncapi::memory::broker broker{{.time = clock}};
    const asyncapi::any_transport wire =
        asyncapi::memory::transport{context.get_executor(), broker};
    asyncapi::channel placed{wire, orders::placed_channel};
    asyncapi::consumer_options options;
    options.retry = asyncapi::retry{.attempts = 1, .max = 1s};
    options.dead_letter.store = store;
    const auto work = placed.subscribe([](auto&) { throw 1; }, options);
    const auto pass = [&](std::chrono::milliseconds by) {
        clock->advance(by);
        for (int i = 0; i < 10; ++i) support::settle(context);
    };

    REQUIRE(placed.send(orders::valid_order("ORD-000001")));
    REQUIRE(placed.send(orders::valid_order("ORD-000002")));
    pass(0ms);
    CHECK(*store->size() == 1);
    CHECK(work.counters().dead_lettered == 1);
    CHECK(work.counters().unburied == 1);
    CHECK(broker.statistics().acknowledged == 1);

    CHECK(*store->remove(1));
    pass(1s);
    CHECK(*store->size() == 1);
    CHECK(work.counters().dead_lettered == 2);
    CHECK(broker.statistics().acknowledged == 2);
}
