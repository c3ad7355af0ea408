#include "support/drive.hpp"
#include "support/mosquitto.hpp"
#include "support/orders.hpp"
#include "support/sqlite_file.hpp"
#include "support/transport_suite.hpp"

#include <asyncapi/channel.hpp>
#include <asyncapi/sqlite.hpp>
#include <asyncapi/transports/mqtt.hpp>

#include <doctest/doctest.h>
#include <sys/wait.h>
#include <unistd.h>
#include <boost/asio/io_context.hpp>

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

// Processes that a message ends. No connection to a database is open when one forks off: SQLite
// does not outlive that.
namespace asio = boost::asio;
namespace mqtt = asyncapi::mqtt;
namespace sqlite = asyncapi::sqlite;

namespace {

constexpr int ended_by_message = 7;

struct place {
    std::string url;
    std::filesystem::path database;
    std::filesystem::path letters;
};

/// Takes messages, each of which ends the process, until one is a dead letter.
void take_messages(const place& at, bool counts, bool sends_one) {
    sqlite3* database = nullptr;
    if (sqlite3_open(at.database.c_str(), &database) != SQLITE_OK) _exit(1);
    asio::io_context io;
    const mqtt::client client{io.get_executor(), {.url = at.url, .client_id = "warehouse"}};
    const asyncapi::any_transport wire{client};
    asyncapi::channel placed{wire, orders::placed_channel};
    asyncapi::consumer_options options;
    options.retry = asyncapi::retry{.attempts = 3};
    options.dead_letter.store = sqlite::dead_letters::open(at.letters).value();
    if (counts) options.count_attempts = sqlite::message_attempts::open(database).value();
    const auto work = placed.subscribe([](auto&) { _exit(ended_by_message); }, options);
    if (sends_one) {
        const auto asked = asyncapi::testing::start(wire, wire->drained({}));
        asyncapi::testing::drive_until(io, [&] { return asked->outcome.has_value(); });
        if (!placed.send(orders::valid_order(), {.message_id = "a"})) _exit(2);
    }
    asyncapi::testing::drive_until(io, [&] { return work.counters().dead_lettered == 1; });
    wire->close();
    asyncapi::testing::drive_until(
        io, [&] { return client.state() == mqtt::connection_state::closed; });
    _exit(work.counters().dead_lettered == 1 ? 0 : 3);
}

int status_of(const std::function<void()>& work) {
    const auto child = fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        work();
        _exit(4);
    }
    int status = 0;
    REQUIRE(waitpid(child, &status, 0) == child);
    REQUIRE(WIFEXITED(status));
    return WEXITSTATUS(status);
}

}  // namespace

TEST_CASE("a message that ends the process is a dead letter after its last attempt") {
    const asyncapi::testing::mosquitto broker;
    support::sqlite_file file;
    support::sqlite_file letters;
    file.close();
    letters.close();
    const place at{broker.url(), file.path(), letters.path()};

    std::vector<int> statuses;
    for (int start = 0; start < 4; ++start)
        statuses.push_back(status_of([&] { take_messages(at, true, start == 0); }));

    CHECK(statuses == std::vector<int>{ended_by_message, ended_by_message, ended_by_message, 0});
    const auto store = sqlite::dead_letters::open(at.letters).value();
    const auto kept = store->list().value();
    REQUIRE(kept.size() == 1);
    CHECK(kept[0].metadata.message_id == "a");
    CHECK(kept[0].attempt == 4);
}

TEST_CASE("where attempts are not counted, a message ends the process as often as it comes") {
    const asyncapi::testing::mosquitto broker;
    support::sqlite_file file;
    support::sqlite_file letters;
    file.close();
    letters.close();
    const place at{broker.url(), file.path(), letters.path()};
    for (int start = 0; start < 5; ++start) {
        CAPTURE(start);
        CHECK(status_of([&] { take_messages(at, false, start == 0); }) == ended_by_message);
    }
}
