#include "support/orders.hpp"
#include "support/run.hpp"
#include "support/sqlite_file.hpp"

#include <asyncapi/channel.hpp>
#include <asyncapi/sqlite/outbox.hpp>
#include <asyncapi/transports/memory.hpp>

#include <doctest/doctest.h>

#include <chrono>
#include <memory>
#include <string>

using asyncapi::errc;
using namespace std::chrono_literals;
namespace sqlite = asyncapi::sqlite;

namespace {

struct bench {
    support::sqlite_file file;
    boost::asio::io_context context;
    std::shared_ptr<asyncapi::manual_time> clock = std::make_shared<asyncapi::manual_time>();
    asyncapi::memory::broker broker{{.max_payload_bytes = 1000, .time = clock}};
    asyncapi::memory::transport wire{context.get_executor(), broker};

    sqlite::outbox open(sqlite::outbox_options options = {}) {
        auto box = sqlite::outbox::open(file.connection(), wire, std::move(options));
        REQUIRE_MESSAGE(box.has_value(), box.error().to_string());
        return *std::move(box);
    }
};

}  // namespace

TEST_CASE("what is sent into an outbox is committed with the transaction, or rolled back with it") {
    bench on;
    auto box = on.open();
    asyncapi::channel placed{box, orders::placed_channel};

    on.file.run("CREATE TABLE work (done TEXT); BEGIN");
    on.file.run("INSERT INTO work VALUES ('shipped')");
    REQUIRE(placed.send(orders::valid_order()));
    CHECK(box.counts()->waiting == 1);
    on.file.run("ROLLBACK");
    CHECK(box.counts()->waiting == 0);

    on.file.run("BEGIN");
    REQUIRE(placed.send(orders::valid_order()));
    on.file.run("COMMIT");
    CHECK(box.counts()->waiting == 1);
}

TEST_CASE("what breaks its contract does not get into an outbox, and the error says where") {
    bench on;
    auto box = on.open();
    asyncapi::channel placed{box, orders::placed_channel};
    auto order = orders::valid_order();
    order.lines[0].quantity = 0;

    const auto sent = placed.send(order);

    REQUIRE_FALSE(sent);
    CHECK(sent.error().where().pointer == "/lines/0/quantity");
    CHECK(box.counts()->waiting == 0);
}

TEST_CASE(
    "an outbox takes no more than its limit and its transport's, and says when there is room") {
    bench on;
    auto box = on.open({.max_rows = 2});
    asyncapi::channel placed{box, orders::placed_channel};
    auto large = orders::valid_order();
    for (int i = 0; i < 100; ++i) large.lines.push_back({"A-7", 2});

    CHECK(placed.send(large).error() == errc::too_large);
    REQUIRE(placed.send(orders::valid_order()));
    REQUIRE(placed.send(orders::valid_order()));
    CHECK(placed.send(orders::valid_order()).error() == errc::would_block);
    CHECK(box.interface()->load().queued_messages == 2);

    support::run(on.context,
                 [](auto& channel, auto& clock, auto& file) -> boost::asio::awaitable<void> {
                     auto room = channel.writable(1s);
                     clock.advance(1s);
                     const auto late = co_await std::move(room);
                     CHECK(late.error() == errc::timed_out);
                     file.run("DELETE FROM outbox WHERE position = 1");
                     CHECK(co_await channel.writable());
                 }(placed, *on.clock, on.file));
    CHECK(placed.send(orders::valid_order()));
}

TEST_CASE("an outbox only sends") {
    bench on;
    auto box = on.open();
    const auto status =
        asyncapi::channel{box, orders::placed_channel}.subscribe([](auto&) {}).status();
    CHECK(status.error() == errc::unsupported);
}

TEST_CASE("an outbox needs a name that can stand in SQL, and says what SQLite says") {
    bench on;
    for (const auto* name : {"", "1st", "a b", "x;DROP TABLE x", "o'box"}) {
        CAPTURE(name);
        const auto box = sqlite::outbox::open(on.file.connection(), on.wire, {.table = name});
        REQUIRE_FALSE(box);
        CHECK(box.error() == errc::invalid_address);
    }
    auto box = on.open();
    on.file.run("DROP TABLE outbox");
    const auto sent = asyncapi::channel{box, orders::placed_channel}.send(orders::valid_order());
    REQUIRE_FALSE(sent);
    CHECK(sent.error().code().category() == sqlite::error_category());
    CHECK(sent.error().detail() == "no such table: outbox");
}

TEST_CASE("a closed outbox takes nothing, and its waits end") {
    bench on;
    auto box = on.open();
    asyncapi::channel placed{box, orders::placed_channel};
    REQUIRE(placed.send(orders::valid_order()));
    support::run(on.context, [](auto& channel, auto& closing) -> boost::asio::awaitable<void> {
        auto rest = channel.drained();
        closing.interface()->close();
        const auto waited = co_await std::move(rest);
        CHECK(waited.error() == errc::closed);
    }(placed, box));
    CHECK(placed.send(orders::valid_order()).error() == errc::closed);
}
