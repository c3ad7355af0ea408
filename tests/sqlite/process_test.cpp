#include "support/drive.hpp"
#include "support/orders.hpp"
#include "support/sqlite_file.hpp"

#include <asyncapi/channel.hpp>
#include <asyncapi/sqlite.hpp>
#include <asyncapi/transports/memory.hpp>
#include <asyncapi/transports/websocket.hpp>

#include <doctest/doctest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

// Processes that are killed. No connection to a database is open when one forks off: SQLite does
// not outlive that.
namespace sqlite = asyncapi::sqlite;
namespace asio = boost::asio;
using namespace std::chrono_literals;

namespace {

class child {
public:
    /// \param work  runs in the child with a descriptor to tell the parent by; never returns there
    explicit child(const std::function<void(int)>& work) {
        int ends[2];
        REQUIRE(pipe(ends) == 0);
        id_ = fork();
        REQUIRE(id_ >= 0);
        if (id_ == 0) {
            close(ends[0]);
            work(ends[1]);
            _exit(0);
        }
        close(ends[1]);
        from_ = ends[0];
    }
    child(const child&) = delete;
    child& operator=(const child&) = delete;
    ~child() {
        kill();
        close(from_);
    }

    /// Waits until the child has told so many times.
    void await(std::size_t times) const {
        char told = 0;
        for (; times > 0; --times) REQUIRE(read(from_, &told, 1) == 1);
    }

    void kill() {
        if (id_ == 0) return;
        ::kill(id_, SIGKILL);
        int status = 0;
        REQUIRE(waitpid(id_, &status, 0) == id_);
        CHECK(WIFSIGNALED(status));
        id_ = 0;
    }

private:
    pid_t id_ = 0;
    int from_ = -1;
};

void tell(int to) {
    if (write(to, "x", 1) != 1) _exit(1);
}

std::string number_of(std::size_t at) {
    return std::to_string(at);
}

void send(asyncapi::channel<orders::placed>& placed, std::size_t number) {
    if (!placed.send(orders::valid_order(), {.message_id = number_of(number)})) _exit(2);
}

}  // namespace

TEST_CASE("what a process committed before it was killed is sent, and what it did not is not") {
    support::sqlite_file file;
    file.run("PRAGMA journal_mode = WAL");
    file.close();
    child writer{[&](int told) {
        asio::io_context context;
        const asyncapi::memory::transport wire{context.get_executor()};
        sqlite3* own = file.connect();
        auto box = sqlite::outbox::open(own, wire, {.max_rows = 1'000'000});
        if (!box) _exit(1);
        asyncapi::channel placed{*box, orders::placed_channel};
        // Two messages a transaction: both or none.
        for (std::size_t number = 1;; number += 2) {
            sqlite3_exec(own, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr);
            send(placed, number);
            send(placed, number + 1);
            if (sqlite3_exec(own, "COMMIT", nullptr, nullptr, nullptr) != SQLITE_OK) _exit(3);
            tell(told);
        }
    }};
    constexpr std::size_t committed = 50;
    writer.await(committed);
    writer.kill();
    file.open();

    asio::io_context context;
    const asyncapi::memory::broker broker;
    const asyncapi::memory::transport wire{context.get_executor(), broker};
    std::vector<std::string> seen;
    asyncapi::channel placed{wire, orders::placed_channel};
    const auto work =
        placed.subscribe([&](auto& order) { seen.push_back(order.metadata.message_id); });
    auto box = sqlite::outbox::open(file.connection(), wire).value();
    const sqlite::relay relay{wire, file.path(), {.poll = 1ms}};
    REQUIRE(asyncapi::testing::drive_until(context, [&] {
        return box.counts()->waiting == 0 && relay.counters().sent == seen.size();
    }));

    CHECK(seen.size() >= 2 * committed);
    CHECK(seen.size() % 2 == 0);
    for (std::size_t at = 0; at < seen.size(); ++at) CHECK(seen[at] == number_of(at + 1));
}

TEST_CASE(
    "a relay that is killed is taken over from: nothing is lost, and an id tells what came twice") {
    constexpr std::size_t messages = 400;
    constexpr std::size_t batch = 16;
    support::sqlite_file file;
    file.run("PRAGMA journal_mode = WAL");

    asio::io_context context;
    const auto server = asyncapi::websocket::server::listen(context.get_executor(), {}).value();
    const std::string url = "ws://127.0.0.1:" + std::to_string(server.port());
    asyncapi::channel placed{server, orders::placed_channel};
    std::map<std::string, int> came;
    std::size_t handled = 0;
    const auto plain = placed.subscribe([&](auto& order) { ++came[order.metadata.message_id]; });
    asyncapi::consumer_options once;
    once.deduplicate = std::make_shared<asyncapi::recent_messages>();
    const auto unique = placed.subscribe([&](auto&) { ++handled; }, once);
    {
        const asyncapi::memory::transport any{context.get_executor()};
        auto box = sqlite::outbox::open(file.connection(), any).value();
        asyncapi::channel into{box, orders::placed_channel};
        file.run("BEGIN");
        for (std::size_t number = 1; number <= messages; ++number)
            REQUIRE(into.send(orders::valid_order(), {.message_id = number_of(number)}));
        file.run("COMMIT");
    }
    file.close();

    const auto start_relay = [&] {
        return std::make_unique<child>([&](int told) {
            asio::io_context own;
            const asyncapi::websocket::client client{own.get_executor(), {.url = url}};
            const sqlite::relay relay{
                client, file.path(), {.batch = batch, .poll = 1ms, .lease = 200ms}};
            tell(told);
            own.run();
        });
    };
    std::size_t kills = 0;
    for (; kills < 3; ++kills) {
        const auto relay = start_relay();
        const auto enough = came.size() + 60;
        REQUIRE(asyncapi::testing::drive_until(context, [&] { return came.size() >= enough; }));
        relay->kill();
    }
    // Two at a time, of which one sends.
    const auto last = start_relay();
    const auto other = start_relay();
    REQUIRE(asyncapi::testing::drive_until(
        context, [&] { return came.size() == messages && handled == messages; }));

    std::size_t twice = 0;
    for (const auto& [id, times] : came) twice += static_cast<std::size_t>(times - 1);
    CHECK(twice <= kills * batch);
    CHECK(unique.counters().duplicates == twice);
}
