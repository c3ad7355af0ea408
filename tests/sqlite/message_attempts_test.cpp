#include "support/orders.hpp"
#include "support/run.hpp"
#include "support/sqlite_file.hpp"

#include <asyncapi/channel.hpp>
#include <asyncapi/sqlite/dead_letters.hpp>
#include <asyncapi/sqlite/message_attempts.hpp>
#include <asyncapi/transports/memory.hpp>

#include <doctest/doctest.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

using asyncapi::errc;
using namespace std::chrono_literals;
namespace sqlite = asyncapi::sqlite;

namespace {

struct bench {
    support::sqlite_file file;
    support::sqlite_file letters;
    boost::asio::io_context context;
    std::shared_ptr<asyncapi::manual_time> clock = std::make_shared<asyncapi::manual_time>();
    asyncapi::memory::broker broker{{.time = clock}};
    asyncapi::memory::transport wire{context.get_executor(), broker};
    asyncapi::channel<orders::placed> placed{wire, orders::placed_channel};
    std::shared_ptr<sqlite::message_attempts> counted =
        sqlite::message_attempts::open(file.connection()).value();
    std::shared_ptr<sqlite::dead_letters> store =
        sqlite::dead_letters::open(letters.path()).value();

    asyncapi::consumer_options options(std::uint32_t attempts) const {
        asyncapi::consumer_options made;
        made.retry = asyncapi::retry{.attempts = attempts, .initial = 1s, .factor = 1};
        made.dead_letter.store = store;
        made.count_attempts = counted;
        return made;
    }
    void pass(std::chrono::milliseconds by = 0ms) {
        clock->advance(by);
        for (int i = 0; i < 10; ++i) support::settle(context);
    }
    void send(const std::string& id) {
        REQUIRE(placed.send(orders::valid_order(), {.message_id = id}));
    }
    /// As many processes ended while they handled the message, each after the first.
    void end_processes(const std::string& id, int times) const {
        for (int i = 0; i < times; ++i) REQUIRE(counted->begin(id, clock->wall_clock()));
    }
    std::size_t rows() const {
        std::size_t count = 0;
        const auto read = [](void* to, int, char** values, char**) {
            *static_cast<std::size_t*>(to) = std::stoul(values[0]);
            return 0;
        };
        REQUIRE(sqlite3_exec(file.connection(), "SELECT count(*) FROM message_attempt", read,
                             &count, nullptr) == SQLITE_OK);
        return count;
    }
};

}  // namespace

TEST_CASE("a message that ended the process on each attempt is given up, and not handled again") {
    bench on;
    on.end_processes("a", 2);
    std::size_t handled = 0;
    const auto work = on.placed.subscribe(
        [&](auto& order) {
            ++handled;
            // A broker says that it comes again, and not how often it came.
            if (order.metadata.message_id == "a") order.release();
        },
        on.options(3));
    on.send("a");
    on.send("b");
    on.pass();

    CHECK(handled == 2);
    CHECK(work.counters().given_up == 1);
    const auto kept = on.store->list().value();
    REQUIRE(kept.size() == 1);
    CHECK(kept[0].metadata.message_id == "a");
    CHECK(kept[0].attempt == 4);
    CHECK(kept[0].why.reason == "the process ended during its last attempt");
    CHECK(on.broker.statistics().acknowledged == 2);
    CHECK(on.rows() == 0);
}

TEST_CASE("what is left of its attempts, a message has after a restart") {
    bench on;
    on.end_processes("a", 1);
    std::vector<std::uint32_t> attempts;
    const auto work = on.placed.subscribe(
        [&](auto& order) {
            attempts.push_back(order.attempt());
            if (order.attempt() == 1) return order.release();
            throw 1;
        },
        on.options(4));
    on.send("a");
    on.pass();
    on.pass(1s);
    CHECK(attempts == std::vector<std::uint32_t>{1, 3, 4});
    CHECK(work.counters().given_up == 1);
    CHECK(on.store->list().value().at(0).attempt == 4);
    CHECK(on.rows() == 0);
}

TEST_CASE("only what comes again is counted, until it is settled; what is given back is not") {
    bench on;
    std::size_t releases = 0;
    const auto work = on.placed.subscribe(
        [&](auto& order) {
            if (order.metadata.message_id == "b") return;
            if (releases++ < 5) order.release();
        },
        on.options(2));
    on.send("b");
    on.pass();
    CHECK(on.rows() == 0);
    on.send("a");
    on.pass();
    CHECK(releases == 6);
    CHECK(work.counters().given_up == 0);
    CHECK(on.broker.statistics().acknowledged == 2);
    CHECK(on.rows() == 0);
}

TEST_CASE("a message whose consumer ends in an orderly way has not had that attempt") {
    bench on;
    {
        std::vector<asyncapi::received<orders::placed>> held;
        auto options = on.options(3);
        options.group = "shipping";
        auto work = on.placed.subscribe(
            [&](auto& order) {
                if (order.attempt() == 1) return order.release();
                held.push_back(std::move(order));
            },
            options);
        on.send("a");
        on.pass();
        CHECK(on.rows() == 1);
        work.close();
        on.pass();
    }
    CHECK(*on.counted->begin("a", on.clock->wall_clock()) == 1);
}

TEST_CASE("while attempts cannot be counted, a message that comes again waits") {
    bench on;
    std::size_t handled = 0;
    const auto work = on.placed.subscribe(
        [&](auto& order) {
            if (++handled == 1) order.release();
        },
        on.options(3));
    on.file.run("ALTER TABLE message_attempt RENAME TO away");
    on.send("a");
    on.pass();
    CHECK(handled == 1);
    CHECK(on.broker.statistics().acknowledged == 0);
    on.file.run("ALTER TABLE away RENAME TO message_attempt");
    on.pass(2s);
    CHECK(handled == 2);
    CHECK(on.broker.statistics().acknowledged == 1);
}

TEST_CASE("attempts are counted for each consumer of a table, and forgotten when they are old") {
    bench on;
    const auto now = on.clock->wall_clock();
    const auto billing =
        sqlite::message_attempts::open(on.file.connection(), {.consumer = "billing", .max_age = 1h})
            .value();
    CHECK(*on.counted->begin("a", now) == 1);
    CHECK(*billing->begin("a", now) == 1);
    CHECK(*billing->begin("a", now + 1h) == 2);
    CHECK(*billing->begin("a", now + 2h + 1ms) == 1);
    CHECK(sqlite::message_attempts::open(on.file.connection(), {.table = "a b"}).error() ==
          errc::invalid_address);
}
