#include <asyncapi/transports/mqtt.hpp>
#include <asyncapi/transports/mqtt/detail/reasons.hpp>

#include <support/drive.hpp>
#include <support/transport_suite.hpp>
#include "script.hpp"

#include <boost/asio/io_context.hpp>

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace {

using namespace asyncapi;
using namespace std::chrono_literals;
using namespace testing_mqtt;
using testing::listen;
using testing::publish;

}  // namespace

TEST_CASE("a broker that breaks the rules is left, and the error says how") {
    struct row {
        const char* what;
        std::string before;  // what it answers to CONNECT
        std::string after;   // what follows
        const char* problem;
    };
    const row rows[] = {
        {"HTTP", "HTTP/1.1 400 Bad Request\r\n\r\n", "", "no MQTT packet"},
        {"no CONNACK", packet(0xD0), "", "did not begin with CONNACK"},
        {"a message first", testing_mqtt::publish({}), "", "did not begin with CONNACK"},
        {"an empty CONNACK", packet(0x20), "", "broken CONNACK"},
        {"broken properties", packet(0x20, bytes(0, 0, 9)), "", "broken CONNACK"},
        {"a length without end", bytes(0x20, 0xFF, 0xFF, 0xFF, 0xFF), "", "length has no end"},
        {"a packet too large", bytes(0x20, 0xFF, 0xFF, 0xFF, 0x7F), "", "a packet of"},
        {"a second CONNACK", connack(), connack(), "what only clients send"},
        {"a SUBSCRIBE", connack(), packet(0x82, u16(1)), "what only clients send"},
        {"no topic", connack(), packet(0x30, u16(9) + "x"), "broken PUBLISH"},
        {"a message without its id", connack(), packet(0x32, text("a")), "broken PUBLISH"},
        {"the id 0", connack(), testing_mqtt::publish({.qos = 1, .id = 0}), "broken PUBLISH"},
        {"QoS 3", connack(), packet(0x36, text("a") + u16(1)), "no MQTT packet"},
        {"properties that end early", connack(), packet(0x30, text("a") + bytes(9, 1)),
         "broken PUBLISH"},
        {"an unknown property", connack(), testing_mqtt::publish({.properties = bytes(0x7E, 0)}),
         "broken PUBLISH"},
        {"a topic that is no text", connack(), testing_mqtt::publish({.topic = "\xff"}),
         "broken PUBLISH"},
        {"an alias that nobody offered", connack(),
         testing_mqtt::publish({.topic = "", .properties = bytes(0x23) + u16(1)}),
         "broken PUBLISH"},
        {"half an answer", connack(), packet(0x40, bytes(1)), "broken answer"},
        {"half an answer to SUBSCRIBE", connack(), packet(0x90, u16(1) + bytes(9)),
         "broken answer"},
    };
    for (const auto& row : rows) {
        CAPTURE(std::string{row.what});
        script with;
        with.connect();
        with.broker.send(row.before);
        if (!row.after.empty()) {
            REQUIRE(with.run_until(
                [&] { return with.client->state() == connection_state::connected; }));
            with.broker.send(row.after);
        }
        const auto why = with.ended();
        CAPTURE(why.to_string());
        CHECK(holds(why.detail(), row.problem));
        CHECK(with.broker.wait_closed());
        CHECK((why == errc::protocol_error || why == errc::too_large));
        with.time->advance(1s);
        with.awaited();
    }
}

TEST_CASE("a refused connection says why, and holds no secret") {
    struct row {
        version as;
        unsigned reason;
        errc code;
        const char* text;
    };
    const row rows[] = {
        {version::v5, 0x80, errc::rejected, "unspecified error"},
        {version::v5, 0x84, errc::unsupported, "unsupported protocol version"},
        {version::v5, 0x85, errc::unauthorized, "client identifier not valid"},
        {version::v5, 0x86, errc::unauthorized, "bad user name or password"},
        {version::v5, 0x87, errc::unauthorized, "not authorized"},
        {version::v5, 0x88, errc::not_connected, "server unavailable"},
        {version::v5, 0x89, errc::not_connected, "server busy"},
        {version::v5, 0x8A, errc::unauthorized, "banned"},
        {version::v5, 0x95, errc::too_large, "packet too large"},
        {version::v5, 0x9C, errc::not_connected, "use another server"},
        {version::v5, 0x9F, errc::rejected, "connection rate exceeded"},
        {version::v5, 0xFE, errc::rejected, "reason 254"},
        {version::v5, 1, errc::unsupported, "unacceptable protocol version"},
        {version::v3_1_1, 1, errc::unsupported, "unacceptable protocol version"},
        {version::v3_1_1, 2, errc::unauthorized, "client identifier rejected"},
        {version::v3_1_1, 3, errc::not_connected, "server unavailable"},
        {version::v3_1_1, 4, errc::unauthorized, "bad user name or password"},
        {version::v3_1_1, 5, errc::unauthorized, "not authorized"},
        {version::v3_1_1, 77, errc::rejected, "reason 77"},
    };
    for (const auto& row : rows) {
        CAPTURE(row.reason);
        script with;
        auto options = with.options();
        options.version = row.as;
        const auto said = with.connect(options);
        CHECK(holds(said.body, "hunter2"));
        with.broker.send(row.as == version::v5 && row.reason != 1
                             ? connack(row.reason, bytes(0x1F) + text("house rule"))
                             : testing_mqtt::connack_3_1_1(row.reason));
        const auto why = with.ended();
        CAPTURE(why.to_string());
        CHECK(why == row.code);
        CHECK(holds(why.detail(), "the connection: " + std::string{row.text}));
        CHECK(holds(why.detail(), "(house rule)") == (row.as == version::v5 && row.reason != 1));
        CHECK_FALSE(holds(why.to_string(), "hunter2"));
        CHECK_FALSE(holds(why.to_string(), "kitchen"));
        CHECK(with.broker.wait_closed());
    }
}

TEST_CASE_FIXTURE(script, "a broker that does not accept in time is left") {
    connect();
    time->advance(9'999ms);
    CHECK(client->state() == connection_state::connecting);
    time->advance(1ms);
    const auto why = ended();
    CHECK(why == errc::timed_out);
    CHECK(why.detail() == "the broker did not accept the connection in time");
    CHECK(broker.wait_closed());
    again();
}

TEST_CASE_FIXTURE(script, "a silent broker is noticed after one and a half intervals") {
    auto with = options();
    std::string answer = connack();
    std::chrono::seconds interval{60};
    SUBCASE("of the client's") {}
    SUBCASE("of the broker's, where it wants another") {
        interval = 20s;
        answer = connack(0, bytes(0x13) + u16(20));
    }
    open(with, answer);
    time->advance(interval - 1ms);
    CHECK(broker.packets.empty());
    time->advance(1ms);
    REQUIRE(broker.next(type::pingreq));
    broker.send(packet(0xD0));
    // The answer begins a new interval: after half of one nothing has ended.
    const auto received = [&] {
        time->advance(0ms);
        return client->state() == connection_state::connected;
    };
    CHECK(run_until(received));
    broker.send(testing_mqtt::publish({}));
    REQUIRE(run_until([&] { return client->statistics().received == 1; }));
    time->advance(interval);
    REQUIRE(broker.next(type::pingreq));
    time->advance(interval / 2 - 1ms);
    CHECK(client->state() == connection_state::connected);
    time->advance(1ms);
    const auto why = ended();
    CHECK(why == errc::timed_out);
    CHECK(why.detail() == "the broker does not answer");
    CHECK(broker.wait_closed());
}

TEST_CASE_FIXTURE(script, "a broker that wants no pings gets none") {
    open(options(), connack(0, bytes(0x13) + u16(0)));
    time->advance(24h);
    broker.send(testing_mqtt::publish({}));
    REQUIRE(run_until([&] { return client->statistics().received == 1; }));
    CHECK(broker.packets.empty());
}

TEST_CASE_FIXTURE(script, "a broker that disconnects is asked why, and connected to again") {
    open();
    broker.send(packet(0xE0, bytes(0x8E) + properties(bytes(0x1F) + text("in Berlin"))));
    auto why = ended();
    CHECK(why == errc::not_connected);
    CHECK(why.detail() ==
          "the broker disconnected: session taken over by another client of the same id (in "
          "Berlin)");
    again();
    broker.send(packet(0xE0));
    why = ended();
    CHECK(why.detail() == "the broker disconnected");
    again();
    CHECK(client->statistics().connections == 3);
    CHECK(client->statistics().protocol_errors == 0);
}

TEST_CASE_FIXTURE(script, "whenever the connection is cut, everything comes in the end, in order") {
    auto with = options();
    with.limits.window_messages = 2;
    with.poison.losses = 0;  // so many in a row would make it careful
    client.emplace(io.get_executor(), with);
    const any_transport wire{*client};
    const auto box = listen(wire, "news/+");
    for (const auto* each : {"1", "2", "3"}) publish(wire, "orders", each);
    const auto drained = testing::start(wire, wire->drained({}));

    REQUIRE(broker.wait_connections(++expected));
    broker.cut();  // before CONNECT was read
    ended();
    time->advance(1s);
    awaited();
    broker.cut();  // after CONNECT
    again();       // accepted
    broker.cut();
    again();
    REQUIRE(broker.next(type::subscribe));
    broker.cut();
    again();
    auto asked = broker.next(type::subscribe);
    REQUIRE(asked);
    broker.send(packet(0x90, asked->id() + bytes(0, 1)));
    REQUIRE(broker.next(type::publish));
    broker.cut();  // one or two were sent
    again(connack(0, {}, true));

    const auto first = broker.next(type::publish);
    const auto second = broker.next(type::publish);
    REQUIRE(first);
    REQUIRE(second);
    CHECK(first->body.ends_with("1"));
    CHECK(second->body.ends_with("2"));
    confirm(*first);
    const auto third = broker.next(type::publish);
    REQUIRE(third);
    CHECK(third->body.ends_with("3"));
    broker.cut();
    again(connack(0, {}, true));
    for (const auto* expected_payload : {"2", "3"}) {
        const auto each = broker.next(type::publish);
        REQUIRE(each);
        CHECK(each->body.ends_with(expected_payload));
        confirm(*each);
    }
    CHECK(run_until([&] { return drained->succeeded(); }));
    CHECK(client->statistics().acknowledged == 3);
    CHECK(client->statistics().lost == 0);
    // The session was there, and so was the subscription in it.
    CHECK(broker.packets.empty());
    broker.send(testing_mqtt::publish({.topic = "news/1"}));
    CHECK(run_until([&] { return box->size() == 1; }));
}

TEST_CASE_FIXTURE(script,
                  "the nodes of a cluster are tried in a circle, and get what was not confirmed") {
    std::optional<scripted_broker> gone{io};
    scripted_broker third{io};
    auto with = options();
    with.other_urls = {gone->url(), third.url()};
    gone.reset();
    const auto wire = open(with);
    publish(wire, "orders", "1");
    const auto sent = broker.next(type::publish);
    REQUIRE(sent);

    broker.cut();
    for (const std::size_t failures : {1U, 2U}) {
        REQUIRE(run_until([&] { return ends.size() == failures; }));
        time->advance(1s);
    }
    REQUIRE(third.wait_connections(1));
    third.send(connack());
    const auto again = third.next(type::publish);
    REQUIRE(again);
    CHECK(again->body.ends_with("1"));
    CHECK(broker.connections == 1);

    third.cut();
    REQUIRE(run_until([&] { return ends.size() == 3; }));
    time->advance(1s);
    awaited();
    accept();
    CHECK(third.connections == 1);
}

TEST_CASE_FIXTURE(script, "a refused message is reported and not sent again") {
    auto with = options();
    with.send = {{.filter = "twice", .qos = mqtt::qos::exactly_once}};
    const auto wire = open(with);
    publish(wire, "orders", "x");
    auto sent = broker.next(type::publish);
    REQUIRE(sent);
    broker.send(
        packet(0x40, sent->id() + bytes(0x97) + properties(bytes(0x1F) + text("ten a day"))));
    REQUIRE(run_until([&] { return refusals.size() == 1; }));
    CHECK(refusals[0] ==
          "orders: " + mqtt::detail::refusal(0x97, "the message", "ten a day").to_string());

    publish(wire, "twice", "x");
    sent = broker.next(type::publish);
    REQUIRE(sent);
    CHECK(sent->qos() == 2);
    broker.send(packet(0x50, sent->id() + bytes(0x87)));
    REQUIRE(run_until([&] { return refusals.size() == 2; }));
    CHECK(holds(refusals[1], "the message: not authorized"));
    CHECK(client->statistics().refused == 2);
    CHECK(wire->load().queued_messages == 0);

    broker.cut();
    again();
    publish(wire, "orders", "y");
    sent = broker.next(type::publish);
    REQUIRE(sent);
    CHECK(sent->body.ends_with("y"));
}

TEST_CASE("a refused subscription is reported with its filter, and asked for again at the next") {
    for (const auto as : {version::v5, version::v3_1_1}) {
        CAPTURE(as == version::v5);
        script with;
        auto options = with.options();
        options.version = as;
        const bool five = as == version::v5;
        const auto accepted = five ? connack(0, {}, true) : testing_mqtt::connack_3_1_1(0, true);
        const auto wire = with.open(options, accepted);
        const auto box = listen(wire, "secret/{id}");
        const auto drained = testing::start(wire, wire->drained({}));
        auto asked = with.broker.next(type::subscribe);
        REQUIRE(asked);
        CHECK(holds(asked->body, text("secret/+")));
        with.broker.send(packet(
            0x90, asked->id() + (five ? properties(bytes(0x1F) + text("no")) : std::string{}) +
                      bytes(five ? 0x87 : 0x80)));
        REQUIRE(with.run_until([&] { return drained->succeeded(); }));
        REQUIRE(with.refusals.size() == 1);
        CHECK(with.refusals[0].starts_with("secret/+: "));
        CHECK(holds(with.refusals[0],
                    five ? "the subscription: not authorized (no)" : "the subscription: refused"));
        CHECK(with.client->statistics().refused == 1);
        with.broker.cut();
        with.again(accepted);
        CHECK(with.broker.next(type::subscribe));
    }
}

TEST_CASE_FIXTURE(script, "exactly once is four packets") {
    auto with = options();
    with.publish_qos = mqtt::qos::exactly_once;
    const auto wire = open(with);
    publish(wire, "orders", "x");
    const auto sent = broker.next(type::publish);
    REQUIRE(sent);
    broker.send(packet(0x50, sent->id()));
    const auto released = broker.next(type::pubrel);
    REQUIRE(released);
    CHECK(released->id() == sent->id());
    CHECK(client->statistics().acknowledged == 0);
    broker.send(packet(0x70, sent->id()));
    CHECK(run_until([&] { return client->statistics().acknowledged == 1; }));

    const auto box = listen(wire, "news");
    broker.send(testing_mqtt::publish({.topic = "news", .qos = 2, .id = 9}));
    const auto received = broker.next(type::pubrec);
    REQUIRE(received);
    broker.send(packet(0x62, u16(9)));
    CHECK(broker.next(type::pubcomp));
    CHECK(run_until([&] { return box->size() == 1; }));
}

TEST_CASE_FIXTURE(script, "exactly once goes on where it was when the connection was lost") {
    auto with = options();
    with.publish_qos = mqtt::qos::exactly_once;
    const auto wire = open(with);
    publish(wire, "orders", "taken");
    const auto taken = broker.next(type::publish);
    publish(wire, "orders", "sent");
    const auto sent = broker.next(type::publish);
    REQUIRE((taken && sent));
    broker.send(packet(0x50, taken->id()));
    REQUIRE(broker.next(type::pubrel));
    broker.cut();
    again(connack(0, {}, true));
    const auto released = broker.next(type::pubrel);
    REQUIRE(released);
    CHECK(released->id() == taken->id());
    const auto repeated = broker.next(type::publish);
    REQUIRE(repeated);
    CHECK(repeated->id() == sent->id());
    CHECK(repeated->body.ends_with("sent"));
    CHECK(repeated->flags == 0xC);
    broker.cut();
    again(connack(0, {}, false));
    for (const auto* each : {"taken", "sent"}) {
        const auto anew = broker.next(type::publish);
        REQUIRE(anew);
        CHECK(anew->body.ends_with(each));
        CHECK(anew->flags == 4);
    }
}

TEST_CASE_FIXTURE(script, "what was taken over and comes again is not delivered again") {
    const auto wire = open();
    const auto box = listen(wire, "orders", {}, false);
    const auto message = testing_mqtt::publish({.qos = 2, .id = 9});
    broker.send(message);
    REQUIRE(run_until([&] { return box->size() == 1; }));
    publish(wire, "barrier", "");
    REQUIRE(broker.next(type::publish));
    CHECK(std::ranges::none_of(broker.packets,
                               [](const auto& each) { return each.type == type::pubrec; }));
    wire->acknowledge(box->deliveries[0].tag);
    REQUIRE(broker.next(type::pubrec));
    broker.cut();
    again(connack(0, {}, true));
    broker.send(message);
    REQUIRE(broker.next(type::pubrec));
    broker.send(packet(0x62, u16(9)));
    REQUIRE(broker.next(type::pubcomp));
    CHECK(box->size() == 1);
    // The id is free again: this is another message.
    broker.send(message);
    CHECK(run_until([&] { return box->size() == 2; }));
}

TEST_CASE_FIXTURE(script, "subscriptions have other packet ids than messages") {
    const auto wire = open();
    publish(wire, "orders", "x");
    const auto box = listen(wire, "orders");
    const auto sent = broker.next(type::publish);
    const auto asked = broker.next(type::subscribe);
    REQUIRE((sent && asked));
    CHECK(sent->id() == u16(1));
    CHECK(asked->id() == u16(0xC000));
    broker.send(packet(0x90, asked->id() + bytes(0, 1)));
    wire->unsubscribe(box->id);
    const auto left = broker.next(type::unsubscribe);
    REQUIRE(left);
    CHECK(left->id() == u16(0xC001));
}

TEST_CASE_FIXTURE(script,
                  "subscriptions beyond the packet ids wait for answers, and messages for them") {
    constexpr std::size_t ids = 0x4000;
    client.emplace(io.get_executor(), options());
    const any_transport wire{*client};
    for (std::size_t i = 0; i < ids + 2; ++i) {
        REQUIRE(wire->subscribe(address_template{"news/" + std::to_string(i)}, {},
                                [](const delivery&) {}));
    }
    publish(wire, "orders", "x");
    awaited();
    accept();
    std::vector<std::string> asked;
    for (std::size_t i = 0; i < ids; ++i) {
        const auto each = broker.next(type::subscribe);
        REQUIRE(each);
        asked.push_back(each->id());
    }
    while (io.poll() > 0) {
    }
    CHECK(broker.packets.empty());
    CHECK(asked.front() == u16(0xC000));
    CHECK(asked.back() == u16(0xFFFF));

    for (const auto& id : {asked[5], asked[9]}) {
        broker.send(packet(0x90, id + bytes(0, 1)));
        const auto next = broker.next(type::subscribe);
        REQUIRE(next);
        CHECK(next->id() == id);
    }
    CHECK(broker.next(type::publish));
}

TEST_CASE_FIXTURE(script, "a broker gets no more than it takes at a time") {
    const auto wire = open(options(), connack(0, bytes(0x21) + u16(1)));
    for (const auto* each : {"1", "2", "3"}) publish(wire, "orders", each);
    for (const auto* each : {"1", "2", "3"}) {
        const auto sent = broker.next(type::publish);
        REQUIRE(sent);
        CHECK(sent->body.ends_with(each));
        CHECK(broker.packets.empty());
        confirm(*sent);
    }
    CHECK(run_until([&] { return client->statistics().acknowledged == 3; }));
}

// Were Paho told as well, it would wait up to a second for each of them.
TEST_CASE_FIXTURE(script, "a broker that takes one at a time is not kept waiting for the next") {
    const auto wire = open(options(), connack(0, bytes(0x21) + u16(1)));
    constexpr std::size_t messages = 300;
    for (std::size_t i = 0; i < messages; ++i) publish(wire, "orders", std::to_string(i));
    CHECK(run_until([&] {
        for (; !broker.packets.empty(); broker.packets.pop_front())
            if (broker.packets.front().type == type::publish) confirm(broker.packets.front());
        return client->statistics().acknowledged == messages;
    }));
}

TEST_CASE_FIXTURE(script, "what a broker does not offer is refused here, and the rest goes on") {
    auto with = options();
    with.send = {{.filter = "kept", .qos = {}, .retain = true},
                 {.filter = "twice", .qos = mqtt::qos::exactly_once}};
    const auto wire =
        open(with, connack(0, bytes(0x27) + u32(100) + bytes(0x24, 1) + bytes(0x25, 0)));
    publish(wire, "orders", std::string(200, 'x'));
    publish(wire, "kept", "x");
    publish(wire, "twice", "x");
    publish(wire, "orders", "y");
    const auto sent = broker.next(type::publish);
    REQUIRE(sent);
    CHECK(sent->body.ends_with("y"));
    REQUIRE(refusals.size() == 3);
    CHECK(holds(refusals[0], "orders: "));
    CHECK(holds(refusals[0], "the broker takes packets of 100 bytes at most"));
    CHECK(holds(refusals[1], "the broker keeps no messages"));
    CHECK(holds(refusals[2], "the broker takes QoS 1 at most"));
    CHECK(client->statistics().refused == 3);
}

TEST_CASE_FIXTURE(script, "a client has a name, keeps it, and takes one that the broker gives it") {
    const auto said = connect();
    const auto own = client->client_id();
    CHECK(own.size() == 23);
    CHECK(holds(said.body, own));
    accept();
    broker.cut();
    REQUIRE(run_until([&] { return client->state() == connection_state::waiting; }));
    time->advance(1s);
    CHECK(holds(awaited().body, own));
    accept(connack(0, bytes(0x12) + text("number-7")));
    CHECK(client->client_id() == "number-7");
    broker.cut();
    REQUIRE(run_until([&] { return client->state() == connection_state::waiting; }));
    time->advance(1s);
    CHECK(holds(awaited().body, "number-7"));
}

TEST_CASE_FIXTURE(script, "the broker is told how much this side takes") {
    auto with = options();
    with.limits.max_held_messages = 7;
    with.session_expiry = 90s;
    const auto said = connect(with);
    CHECK(holds(said.body, bytes(0x21) + u16(7)));
    CHECK(holds(said.body, bytes(0x11) + u32(90)));
    CHECK(holds(said.body, bytes(0x27) + u32((1U << 20U) + 8 * 1024 + 70'000)));
}

TEST_CASE_FIXTURE(script, "what a flood leaves unread is bounded, and arrives when there is room") {
    constexpr std::size_t count = 5000;
    auto with = options();
    with.limits.max_held_messages = 100;
    with.send = {{.filter = "barrier", .qos = mqtt::qos::at_most_once}};
    const auto wire = open(with);
    const auto box = listen(wire, "orders", {.prefetch = 10}, false);
    const auto asked = broker.next(type::subscribe);
    REQUIRE(asked);
    auto flood = packet(0x90, asked->id() + bytes(0, 1));
    for (std::size_t i = 0; i < count; ++i)
        flood += testing_mqtt::publish({.payload = std::to_string(i) + std::string(100, 'x')});
    broker.send(flood);
    REQUIRE(run_until([&] { return client->statistics().received >= 110; }));
    // This goes all the way to the broker behind what was read by now.
    publish(wire, "barrier", "");
    REQUIRE(broker.next(type::publish));
    while (io.poll() > 0) {
    }
    CHECK(box->size() == 10);
    // What one read brought is not taken back.
    const std::size_t block = 16 * 1024 / 100;
    CHECK(client->statistics().received <= 110 + block);

    std::size_t settled = 0;
    CHECK(run_until([&] {
        while (settled < box->size()) wire->acknowledge(box->deliveries[settled++].tag);
        return settled == count;
    }));
    for (std::size_t i = 0; i < count; ++i)
        REQUIRE(box->deliveries[i].payload.starts_with(std::to_string(i) + "x"));
}

TEST_CASE_FIXTURE(script, "a broker that is not read is not taken for silent") {
    auto with = options();
    with.limits.max_held_messages = 1;
    const auto wire = open(with);
    const auto box = listen(wire, "orders", {.prefetch = 1}, false);
    const auto asked = broker.next(type::subscribe);
    REQUIRE(asked);
    auto flood = packet(0x90, asked->id() + bytes(0, 1));
    for (int i = 0; i < 1000; ++i)
        flood += testing_mqtt::publish({.payload = std::string(100, 'x')});
    broker.send(flood);
    REQUIRE(run_until([&] { return client->statistics().received >= 2; }));
    for (int i = 0; i < 10; ++i) {
        time->advance(60s);
        REQUIRE(broker.next(type::pingreq));
    }
    CHECK(client->state() == connection_state::connected);
}

TEST_CASE_FIXTURE(script,
                  "messages have as many headers as fit, also before the first connection") {
    metadata about;
    for (int i = 0; i < 40; ++i)
        about.headers.set("h" + std::to_string(i), "v" + std::to_string(i));
    client.emplace(io.get_executor(), options());
    const any_transport wire{*client};
    publish(wire, "orders", "x", about);
    const auto box = listen(wire, "orders");
    awaited();
    accept();
    const auto sent = broker.next(type::publish);
    REQUIRE(sent);
    confirm(*sent);
    broker.send(packet(0x32, sent->body));
    REQUIRE(run_until([&] { return box->size() == 1; }));
    CHECK((box->deliveries[0].metadata.headers == about.headers));
}

TEST_CASE_FIXTURE(script, "acknowledgements wait for the consumer, and keep the messages' order") {
    const auto wire = open();
    const auto box = listen(wire, "orders", {}, false);
    for (std::size_t id : {7U, 3U, 9U})
        broker.send(testing_mqtt::publish({.payload = std::to_string(id), .qos = 1, .id = id}));
    REQUIRE(run_until([&] { return box->size() == 3; }));
    wire->acknowledge(box->deliveries[2].tag);
    wire->acknowledge(box->deliveries[1].tag);
    publish(wire, "barrier", "");
    REQUIRE(broker.next(type::subscribe));
    const auto barrier = broker.next(type::publish);
    REQUIRE(barrier);
    confirm(*barrier);
    CHECK(broker.packets.empty());
    wire->acknowledge(box->deliveries[0].tag);
    for (std::size_t id : {7U, 3U, 9U}) {
        const auto done = broker.next(type::puback);
        REQUIRE(done);
        CHECK((done->id() == u16(id)));
    }
}

TEST_CASE_FIXTURE(script, "what an earlier program of the same name left is for whom it matches") {
    client.emplace(io.get_executor(), options());
    const any_transport wire{*client};
    const auto others = listen(wire, "others");
    const auto orders = listen(wire, "orders/{id}");
    awaited();
    // The broker knows an identifier that this program does not have.
    broker.send(connack(0, {}, true) +
                testing_mqtt::publish(
                    {.topic = "orders/1", .qos = 1, .id = 1, .properties = bytes(0x0B, 0x05)}));
    REQUIRE(run_until([&] { return orders->size() == 1; }));
    CHECK(broker.next(type::puback));
    CHECK(others->size() == 0);
}

TEST_CASE_FIXTURE(script,
                  "a subscription that ended while there was no connection ends at the next") {
    const auto wire = open();
    const auto box = listen(wire, "orders");
    auto asked = broker.next(type::subscribe);
    REQUIRE(asked);
    broker.send(packet(0x90, asked->id() + bytes(0, 1)));
    broker.cut();
    REQUIRE(run_until([&] { return client->state() == connection_state::waiting; }));
    wire->unsubscribe(box->id);
    again(connack(0, {}, true));
    const auto left = broker.next(type::unsubscribe);
    REQUIRE(left);
    CHECK(holds(left->body, "orders"));
    broker.send(packet(0xB0, left->id() + bytes(0, 0)));
    broker.cut();
    again(connack(0, {}, true));
    publish(wire, "barrier", "");
    REQUIRE(broker.next(type::publish));
    CHECK(broker.packets.empty());
}

TEST_CASE_FIXTURE(script, "nothing is said after the goodbye, whatever came with the last answer") {
    const auto wire = open();
    publish(wire, "orders", "last");
    const auto sent = broker.next(type::publish);
    REQUIRE(sent);
    client->close();
    broker.send(packet(0x40, sent->id()) + packet(0x62, u16(7)) +
                testing_mqtt::publish({.qos = 1, .id = 8}));
    REQUIRE(broker.next(type::disconnect));
    CHECK(broker.packets.empty());
    CHECK(run_until([&] { return client->state() == connection_state::closed; }));
}

TEST_CASE_FIXTURE(script, "a client may be destroyed whatever it is doing") {
    for (int turns = 0; turns < 60; ++turns) {
        auto own = std::make_unique<script>();
        own->client.emplace(own->io.get_executor(), own->options());
        const any_transport wire{*own->client};
        const auto box = listen(wire, "orders");
        publish(wire, "orders", std::string(100'000, 'x'));
        bool answered = false;
        for (int i = 0; i < turns; ++i) {
            own->io.poll_one();
            if (!own->broker.packets.empty() && !std::exchange(answered, true))
                own->broker.send(connack() + testing_mqtt::publish({.qos = 1, .id = 1}));
        }
        if (turns % 3 == 0) own->client->close();
    }
}
