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
    const auto payload = std::to_string(ticket);
    return {
        publish_packet{
            {.topic = "orders", .payload = payload, .qos = static_cast<asyncapi::mqtt::qos>(qos)},
            version::v5},
        bytes, ticket};
}

// Sends what the window allows; the packet ids go up from 1.
std::vector<std::uint64_t> send_all(send_window& window) {
    std::vector<std::uint64_t> sent;
    while (window.next()) sent.push_back(window.send_next(time_point{}).ticket);
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
    CHECK((send_all(window) == tickets{3}));
    CHECK(window.messages() == 3);
    CHECK(window.bytes() == 30);
    CHECK((window.oldest() == 2));
    CHECK(window.settle(2));
    CHECK(window.settle(3));
    CHECK((send_all(window) == tickets{4}));
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
    CHECK((send_all(window) == tickets{3, 4}));
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
    window.add(message(4, 0));
    CHECK((send_all(window) == tickets{1, 2, 3, 4}));
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

TEST_CASE("what the broker may have keeps its packet id, and is marked as sent before") {
    send_window window{{}};
    window.allow(100);
    window.add(message(1));
    window.add(message(2, 2));
    window.add(message(3, 2));
    send_all(window);
    window.on_taken(3);
    window.on_connection_lost();
    window.add(message(4));
    window.allow(100);

    REQUIRE(window.next());
    CHECK_FALSE(window.next()->must_go());
    const auto first = window.send_next(time_point{});
    CHECK(first.id == 1);
    CHECK((first.packet.bytes()[0] == '\x3A'));
    CHECK(window.next()->must_go());
    const auto second = window.send_next(time_point{});
    CHECK(second.id == 2);
    CHECK_FALSE(second.taken);
    const auto third = window.send_next(time_point{});
    CHECK(third.id == 3);
    CHECK(third.taken);
    const auto fourth = window.send_next(time_point{});
    CHECK(fourth.id == 4);
    CHECK((fourth.packet.bytes()[0] == '\x32'));
}

TEST_CASE("a broker that has forgotten the session gets all of it as new") {
    send_window window{{}};
    window.allow(100);
    window.add(message(1));
    window.add(message(2, 2));
    send_all(window);
    window.on_taken(2);
    window.on_connection_lost();
    window.on_new_session();
    const auto first = window.send_next(time_point{});
    CHECK((first.packet.bytes()[0] == '\x32'));
    const auto second = window.send_next(time_point{});
    CHECK_FALSE(second.taken);
    CHECK((second.packet.bytes()[0] == '\x34'));
    CHECK(window.settle(first.id));
    CHECK(window.settle(second.id));
    CHECK(window.messages() == 0);
}

TEST_CASE("what is given up leaves its place and its room, and at QoS 2 not its packet id") {
    send_window window{{}};
    window.allow(100);
    window.add(message(1));
    window.add(message(2, 2));
    window.add(message(3));
    send_all(window);
    CHECK((window.last_sent() == 3));
    CHECK(window.under_way() == 3);
    CHECK_FALSE(window.give_up(2));  // it is under way
    window.on_connection_lost();
    CHECK_FALSE(window.last_sent());
    CHECK(window.under_way() == 0);
    CHECK_FALSE(window.give_up(4));
    REQUIRE(window.give_up(1));
    const auto gone = window.give_up(2);
    REQUIRE(gone);
    CHECK(gone->ticket == 2);
    CHECK(window.messages() == 1);
    CHECK(window.bytes() == 10);
    CHECK((window.oldest() == 3));

    // The ids go round: that of the first is free, that of the second only in a new session.
    const auto ids_until_round = [&] {
        std::vector<std::uint16_t> ids;
        for (std::uint64_t ticket = 10; ids.empty() || ids.back() != 3; ++ticket) {
            window.add(message(ticket));
            ids.push_back(window.send_next(time_point{}).id);
            window.settle(ids.back());
        }
        return ids.size();
    };
    CHECK((send_all(window) == tickets{3}));
    CHECK(window.settle(3));
    CHECK(ids_until_round() == packet_ids::last - 1);
    window.on_new_session();
    CHECK(ids_until_round() == packet_ids::last);
}

TEST_CASE("packet ids come round, and leave out those that are in use") {
    packet_ids ids;
    CHECK(ids.take() == 1);
    CHECK(ids.take() == 2);
    for (std::uint16_t id = 3; id <= packet_ids::last; ++id) {
        REQUIRE(ids.take() == id);
        ids.give_back(id);
    }
    ids.give_back(1);
    CHECK(ids.take() == 1);
    CHECK(ids.take() == 3);
    ids.give_back(0xFFFF);  // none of these
}
