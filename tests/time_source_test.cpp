#include <asyncapi/time_source.hpp>

#include <doctest/doctest.h>
#include <boost/asio/io_context.hpp>

#include <chrono>
#include <memory>
#include <optional>
#include <string>

using namespace asyncapi;
using namespace std::chrono_literals;

TEST_CASE("manual time stands still until it is moved") {
    manual_time clock;
    const auto start = clock.now();
    const auto wall = clock.wall_clock();
    CHECK((clock.now() == start));

    clock.advance(1500ms);

    CHECK((clock.now() - start == 1500ms));
    CHECK((clock.wall_clock() - wall == 1500ms));
}

TEST_CASE("manual time posts what is due, in the order of its times, and nothing early") {
    asio::io_context io;
    manual_time clock;
    std::string order;
    const auto at = [&](std::chrono::milliseconds when, char name) {
        return clock.call_at(io.get_executor(), clock.now() + when, [&, name] { order += name; });
    };
    const auto c = at(30ms, 'c');
    const auto a = at(10ms, 'a');
    const auto b = at(20ms, 'b');
    const auto also_b = at(20ms, 'B');
    const auto far = at(1h, 'x');

    clock.advance(9ms);
    io.poll();
    CHECK(order.empty());

    clock.advance(21ms);
    CHECK(order.empty());
    io.restart();
    io.poll();
    CHECK(order == "abBc");
}

TEST_CASE("manual time posts at once what was due before") {
    asio::io_context io;
    manual_time clock;
    clock.advance(1s);
    int calls = 0;
    const auto past = clock.call_at(io.get_executor(), clock.now() - 1ms, [&] { ++calls; });
    const auto present = clock.call_at(io.get_executor(), clock.now(), [&] { ++calls; });
    CHECK(calls == 0);

    io.poll();
    CHECK(calls == 2);
}

TEST_CASE("a call that a call makes runs when its own time has come") {
    asio::io_context io;
    manual_time clock;
    const auto start = clock.now();
    int calls = 0;
    time_source::ticket second;
    const auto first = clock.call_at(io.get_executor(), start + 1s, [&] {
        ++calls;
        second = clock.call_at(io.get_executor(), start + 3s, [&] { ++calls; });
    });

    clock.advance(2s);
    io.poll();
    CHECK(calls == 1);
    clock.advance(1s);
    io.restart();
    io.poll();
    CHECK(calls == 2);
}

TEST_CASE("dropping a manual ticket cancels the call, also one that was posted") {
    asio::io_context io;
    manual_time clock;
    int calls = 0;
    auto early = clock.call_at(io.get_executor(), clock.now() + 1s, [&] { ++calls; });
    auto late = clock.call_at(io.get_executor(), clock.now() + 1s, [&] { ++calls; });

    early.reset();
    clock.advance(1s);
    late.reset();
    io.poll();
    CHECK(calls == 0);
}

TEST_CASE("system time calls on the executor, never from inside call_at") {
    asio::io_context io;
    const auto& clock = system_time::instance();
    int calls = 0;
    const auto past = clock->call_at(io.get_executor(), clock->now() - 1s, [&] { ++calls; });
    const auto soon = clock->call_at(io.get_executor(), clock->now() + 1ms, [&] { ++calls; });
    CHECK(calls == 0);

    io.run_for(30s);
    CHECK(calls == 2);
}

TEST_CASE("dropping a system ticket cancels the call and leaves no work behind") {
    asio::io_context io;
    const auto& clock = system_time::instance();
    int calls = 0;
    auto far = clock->call_at(io.get_executor(), clock->now() + 1h, [&] { ++calls; });
    auto expired = clock->call_at(io.get_executor(), clock->now() - 1s, [&] { ++calls; });

    // The second expires, and its call is queued behind this one.
    asio::post(io, [&] {
        far.reset();
        expired.reset();
    });
    CHECK(io.run_for(30s) >= 1);
    CHECK(io.stopped());
    CHECK(calls == 0);
}

TEST_CASE("a ticket may outlive the context of its call") {
    time_source::ticket ticket;
    const auto token = std::make_shared<int>(0);
    {
        asio::io_context io;
        const auto& clock = system_time::instance();
        ticket = clock->call_at(io.get_executor(), clock->now() + 1h, [token] {});
        CHECK(token.use_count() == 2);
    }
    CHECK(token.use_count() == 1);
    ticket.reset();
}
