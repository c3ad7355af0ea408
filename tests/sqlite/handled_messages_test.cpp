#include "support/orders.hpp"
#include "support/run.hpp"
#include "support/sqlite_file.hpp"

#include <asyncapi/channel.hpp>
#include <asyncapi/sqlite/dead_letters.hpp>
#include <asyncapi/sqlite/handled_messages.hpp>
#include <asyncapi/transports/memory.hpp>

#include <doctest/doctest.h>

#include <chrono>
#include <memory>
#include <stdexcept>
#include <string>

using asyncapi::errc;
using namespace std::chrono_literals;
namespace sqlite = asyncapi::sqlite;

namespace {

struct bench {
    support::sqlite_file file;
    boost::asio::io_context context;
    std::shared_ptr<asyncapi::manual_time> clock = std::make_shared<asyncapi::manual_time>();
    asyncapi::memory::broker broker{{.time = clock}};
    asyncapi::memory::transport wire{context.get_executor(), broker};
    asyncapi::channel<orders::placed> placed{wire, orders::placed_channel};

    std::shared_ptr<sqlite::handled_messages> known(sqlite::handled_messages_options options = {}) {
        return sqlite::handled_messages::open(file.connection(), std::move(options)).value();
    }

    void pass(std::chrono::milliseconds by = 0ms) {
        clock->advance(by);
        for (int i = 0; i < 10; ++i) support::settle(context);
    }
    void send(const std::string& id) {
        REQUIRE(placed.send(orders::valid_order(), {.message_id = id}));
    }
};

asyncapi::consumer_options with(std::shared_ptr<asyncapi::deduplicator> known) {
    asyncapi::consumer_options options;
    options.deduplicate = std::move(known);
    return options;
}

}  // namespace

TEST_CASE("a message that was handled before a restart is not handled again") {
    bench on;
    std::size_t handled = 0;
    {
        const auto work = on.placed.subscribe([&](auto&) { ++handled; }, with(on.known()));
        on.send("a");
        on.pass();
    }
    const auto work = on.placed.subscribe([&](auto&) { ++handled; }, with(on.known()));
    on.send("a");
    on.send("b");
    on.pass();
    CHECK(handled == 2);
    CHECK(work.counters().duplicates == 1);
}

TEST_CASE("what is marked in the program's transaction is handled when that was committed") {
    bench on;
    on.file.run("CREATE TABLE work (id TEXT)");
    const auto known = on.known();
    std::size_t tried = 0;
    const auto work = on.placed.subscribe(
        [&](auto& order) {
            on.file.run("BEGIN");
            const auto first = known->mark(order.metadata.message_id, on.clock->wall_clock());
            REQUIRE(first);
            CHECK(*first);
            on.file.run("INSERT INTO work VALUES ('" + order.metadata.message_id + "')");
            if (++tried == 1) {
                on.file.run("ROLLBACK");
                throw std::runtime_error{"the disk is full"};
            }
            on.file.run("COMMIT");
        },
        with(known));
    on.send("a");
    on.send("a");
    on.pass();
    on.pass(100ms);

    CHECK(tried == 2);
    CHECK(work.counters().duplicates == 1);
    CHECK_FALSE(*known->mark("a", on.clock->wall_clock()));
}

TEST_CASE("a process that died between commit and acknowledgement does not do the work again") {
    bench on;
    const auto before = on.known();
    on.file.run("BEGIN");
    REQUIRE(*before->mark("a", on.clock->wall_clock()));
    on.file.run("COMMIT");

    std::size_t handled = 0;
    const auto work = on.placed.subscribe([&](auto&) { ++handled; }, with(on.known()));
    on.send("a");
    on.pass();
    CHECK(handled == 0);
    CHECK(on.broker.statistics().acknowledged == 1);
}

TEST_CASE(
    "a dead letter that is sent again is handled, and stays in the store when it dies again") {
    bench on;
    const support::sqlite_file letters;
    const auto store = sqlite::dead_letters::open(letters.path()).value();
    auto options = with(on.known());
    options.retry = asyncapi::retry{.attempts = 1};
    options.dead_letter.store = store;
    bool mended = false;
    std::size_t handled = 0;
    const auto work = on.placed.subscribe(
        [&](auto&) {
            if (!mended) throw std::runtime_error{"the disk is full"};
            ++handled;
        },
        options);
    on.send("a");
    on.pass();
    const auto first = store->list().value();
    REQUIRE(first.size() == 1);

    SUBCASE("handled") {
        mended = true;
        on.send("a");
        on.pass();
        CHECK(handled == 1);
        CHECK(*store->remove(first[0].id));
        CHECK(*store->size() == 0);
        on.send("a");
        on.pass();
        CHECK(handled == 1);
        CHECK(work.counters().duplicates == 1);
    }
    SUBCASE("dead again, before whoever sent it removes the letter") {
        on.send("a");
        on.pass();
        CHECK(*store->size() == 1);
        CHECK_FALSE(*store->remove(first[0].id));
        CHECK(*store->size() == 1);
    }
}

TEST_CASE("consumers of one table know their own messages") {
    bench on;
    const auto now = on.clock->wall_clock();
    CHECK(*on.known({.consumer = "shipping"})->mark("a", now));
    CHECK(*on.known({.consumer = "billing"})->mark("a", now));
    CHECK_FALSE(*on.known({.consumer = "billing"})->mark("a", now));
}

TEST_CASE("ids are forgotten when they are old, and when there are too many") {
    bench on;
    const auto known = on.known({.max_age = 1h, .max_messages = 100});
    const auto start = on.clock->wall_clock();
    REQUIRE(*known->mark("old", start));
    CHECK_FALSE(*known->mark("old", start + 1h));
    CHECK(*known->mark("old", start + 1h + 1ms));

    on.file.run("BEGIN");
    for (int i = 0; i < 500; ++i) REQUIRE(*known->mark(std::to_string(i), start + 2h));
    on.file.run("COMMIT");
    std::size_t left = 0;
    const auto count = [](void* to, int, char** values, char**) {
        *static_cast<std::size_t*>(to) = std::stoul(values[0]);
        return 0;
    };
    REQUIRE(sqlite3_exec(on.file.connection(), "SELECT count(*) FROM handled_message", count, &left,
                         nullptr) == SQLITE_OK);
    CHECK(left >= 100);
    CHECK(left < 200);
    CHECK_FALSE(*known->mark("499", start + 2h));
    CHECK(*known->mark("0", start + 2h));
}

TEST_CASE("without its table nothing is handled, and nothing is lost") {
    bench on;
    std::size_t handled = 0;
    const auto work = on.placed.subscribe([&](auto&) { ++handled; }, with(on.known()));
    on.file.run("ALTER TABLE handled_message RENAME TO away");
    on.send("a");
    on.pass();
    CHECK(handled == 0);
    on.file.run("ALTER TABLE away RENAME TO handled_message");
    on.pass(100ms);
    CHECK(handled == 1);
    CHECK(sqlite::handled_messages::open(on.file.connection(), {.table = "a-b"}).error() ==
          errc::invalid_address);
}
