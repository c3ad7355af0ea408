#include <asyncapi/transports/mqtt/detail/send_window.hpp>

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace {

using namespace asyncapi::mqtt;
using namespace asyncapi::mqtt::detail;
using namespace std::chrono_literals;
using time_point = asyncapi::time_source::time_point;

outgoing message(std::uint64_t ticket, int qos = 1, std::size_t bytes = 10) {
    return {
        ::mqtt::message::create("orders", std::to_string(ticket), qos, false), bytes, ticket, {}};
}

// Sends what the window allows, with packet ids that go up from `first`.
std::vector<std::uint64_t> send_all(send_window& window, int first = 1) {
    std::vector<std::uint64_t> sent;
    while (const auto* const next = window.next()) {
        sent.push_back(next->ticket);
        window.on_sent(first++);
    }
    return sent;
}

using tickets = std::vector<std::uint64_t>;

}  // namespace

TEST_CASE("messages leave in order, as many as may be unconfirmed") {
    send_window window{{.window_messages = 2}};
    window.allow(65'535);
    for (std::uint64_t i = 1; i <= 4; ++i) window.add(message(i));
    CHECK((send_all(window) == tickets{1, 2}));
    REQUIRE(window.settle(1));
    CHECK((send_all(window, 3) == tickets{3}));
    CHECK(window.messages() == 3);
    CHECK(window.bytes() == 30);
    CHECK((window.oldest() == 2));
    CHECK(window.settle(2));
    CHECK(window.settle(3));
    CHECK((send_all(window, 4) == tickets{4}));
    CHECK(window.settle(4));
    CHECK(window.messages() == 0);
    CHECK(window.bytes() == 0);
    CHECK_FALSE(window.oldest());
}

TEST_CASE("the broker can want less than the client allows, never less than one") {
    send_window window{{.window_messages = 100}};
    for (std::uint64_t i = 1; i <= 4; ++i) window.add(message(i));
    window.allow(3);
    CHECK((send_all(window) == tickets{1, 2, 3}));
    window.on_connection_lost();
    window.allow(0);
    CHECK((send_all(window) == tickets{1}));
}

TEST_CASE("an answer to what was not sent settles nothing") {
    send_window window{{}};
    window.allow(10);
    window.add(message(1));
    CHECK_FALSE(window.settle(1));
    CHECK((send_all(window) == tickets{1}));
    CHECK_FALSE(window.settle(2));
    CHECK(window.settle(1));
    CHECK_FALSE(window.settle(1));
    CHECK(window.bytes() == 0);
}

TEST_CASE("what needs no confirmation does not take part in the window, and keeps its place") {
    send_window window{{.window_messages = 1}};
    window.allow(10);
    window.add(message(1));
    window.add(message(2, 0));
    window.add(message(3));
    window.add(message(4, 0));
    CHECK((send_all(window) == tickets{1, 2}));
    CHECK(window.messages() == 4);
    CHECK(window.settle(1));
    CHECK((send_all(window, 3) == tickets{3, 4}));
    window.on_flushed(1);
    CHECK(window.messages() == 2);
    window.on_flushed(100);
    CHECK(window.messages() == 1);
    CHECK(window.bytes() == 10);
}

TEST_CASE("after a loss the unconfirmed go first, in the order of their making") {
    send_window window{{}};
    window.allow(100);
    for (std::uint64_t i = 1; i <= 3; ++i) window.add(message(i));
    // The ids of packets come round.
    REQUIRE(window.next());
    window.on_sent(65'534);
    REQUIRE(window.next());
    window.on_sent(65'535);
    REQUIRE(window.next());
    window.on_sent(1);
    window.add(message(4, 0));
    CHECK((send_all(window) == tickets{4}));
    window.add(message(5));
    const auto counts = window.on_connection_lost();
    CHECK(counts.again == 3);
    CHECK(counts.lost == 1);
    CHECK((send_all(window) == tickets{1, 2, 3, 5}));
    CHECK(window.bytes() == 40);

    CHECK(window.on_connection_lost().again == 4);
    CHECK((send_all(window) == tickets{1, 2, 3, 5}));
}

TEST_CASE("a queue is full at its limit of messages, and at that of bytes") {
    send_window few{{.max_queued_messages = 2}};
    few.add(message(1));
    CHECK_FALSE(few.full());
    few.add(message(2));
    CHECK(few.full());
    send_window small{{.max_queued_bytes = 20}};
    small.add(message(1, 1, 19));
    CHECK_FALSE(small.full());
    small.add(message(2, 1, 1));
    CHECK(small.full());
    CHECK(small.clear() == 2);
    CHECK_FALSE(small.full());
    CHECK(small.bytes() == 0);
}
