#include <asyncapi/transports/mqtt.hpp>

#include <support/transport_suite.hpp>
#include "script.hpp"

#include <algorithm>
#include <string>

namespace {

using namespace asyncapi;
using namespace std::chrono_literals;
using mqtt::version;
using testing::listen;
using testing::publish;
using testing_mqtt::bytes;
using testing_mqtt::connack;
using testing_mqtt::connack_3_1_1;
using testing_mqtt::packet;
using testing_mqtt::script;
using testing_mqtt::u16;
using type = mqtt::detail::packet;

std::string message(std::size_t id, bool duplicate = false) {
    return testing_mqtt::publish({.topic = "orders/1",
                                  .payload = R"({"address":"orders/1","copy":"sender.1"})"
                                             "\nstew",
                                  .qos = 1,
                                  .id = id,
                                  .five = false,
                                  .duplicate = duplicate});
}

}  // namespace

TEST_CASE_FIXTURE(script, "what overlapping subscriptions did not settle comes again, 3.1.1") {
    auto with = options();
    with.client_id = "kitchen";
    with.version = version::v3_1_1;
    const auto wire = open(with, connack_3_1_1());
    const auto one = listen(wire, "orders/{id}", {}, false);
    const auto other = listen(wire, "orders/#", {}, false);
    broker.send(message(1) + message(2));
    REQUIRE(run_until([&] { return one->size() == 1 && other->size() == 1; }));
    REQUIRE(run_until([&] { return client->statistics().copies == 1; }));

    broker.cut();
    again(connack_3_1_1(0, true));
    broker.send(message(1, true));
    REQUIRE(run_until([&] { return one->size() == 2 && other->size() == 2; }));
    CHECK(client->statistics().copies == 1);
    publish(wire, "barrier", "");
    REQUIRE(broker.next(type::publish));
    CHECK(std::ranges::none_of(broker.packets,
                               [](const auto& each) { return each.type == type::puback; }));
    for (const auto& box : {one, other}) wire->acknowledge(box->deliveries.back().tag);
    const auto settled = broker.next(type::puback);
    REQUIRE(settled);
    CHECK(settled->id() == u16(1));
}

TEST_CASE(
    "what an ended subscription had not settled is confirmed when the broker knows of the end") {
    for (const int qos : {1, 2}) {
        CAPTURE(qos);
        const auto answer = qos == 1 ? type::puback : type::pubrec;
        script with;
        const auto wire = with.open();
        const auto box = listen(wire, "orders", {.prefetch = 1}, false);
        const auto news = listen(wire, "news");
        for (std::size_t id : {1U, 2U}) {
            with.broker.send(testing_mqtt::publish({.qos = qos, .id = id}));
        }
        REQUIRE(with.run_until([&] { return with.client->statistics().received == 2; }));
        REQUIRE(with.run_until([&] { return box->size() == 1; }));
        wire->unsubscribe(box->id);
        const auto left = with.broker.next(type::unsubscribe);
        REQUIRE(left);
        with.broker.send(testing_mqtt::publish({.topic = "news", .qos = qos, .id = 3}));
        REQUIRE(with.run_until([&] { return news->size() == 1; }));
        publish(wire, "barrier", "");
        REQUIRE(with.broker.next(type::publish));
        CHECK(std::ranges::none_of(with.broker.packets,
                                   [&](const auto& each) { return each.type == answer; }));

        with.broker.send(packet(0xB0, left->id() + bytes(0, 0)));
        for (std::size_t id : {1U, 2U, 3U}) {
            const auto done = with.broker.next(answer);
            REQUIRE(done);
            CHECK((done->id() == u16(id)));
        }
        CHECK(with.client->statistics().unrouted == 2);
    }
}

TEST_CASE_FIXTURE(script, "what one of two subscriptions gave back is confirmed for the other") {
    const auto wire = open();
    const auto leaves = listen(wire, "orders", {}, false);
    const auto stays = listen(wire, "orders", {}, false);
    broker.send(testing_mqtt::publish({.qos = 1, .id = 1}));
    REQUIRE(run_until([&] { return leaves->size() == 1 && stays->size() == 1; }));
    wire->unsubscribe(leaves->id);
    wire->acknowledge(stays->deliveries[0].tag);
    CHECK(broker.next(type::puback));
    CHECK(client->statistics().unrouted == 0);
}

TEST_CASE_FIXTURE(script, "a client that closes leaves to the broker what was not settled") {
    const auto wire = open();
    const auto box = listen(wire, "orders", {}, false);
    broker.send(testing_mqtt::publish({.qos = 1, .id = 1}));
    REQUIRE(run_until([&] { return box->size() == 1; }));
    SUBCASE("as it is") {}
    SUBCASE("when its consumers end just before") {
        wire->unsubscribe(box->id);
    }
    SUBCASE("while the broker confirms the end, and not yet a message") {
        wire->unsubscribe(box->id);
        publish(wire, "orders", "x");
        client->close();
        const auto left = broker.next(type::unsubscribe);
        const auto sent = broker.next(type::publish);
        REQUIRE((left && sent));
        broker.send(packet(0xB0, left->id() + bytes(0, 0)));
        confirm(*sent);
    }
    client->close();
    REQUIRE(broker.wait_closed());
    CHECK(std::ranges::none_of(broker.packets,
                               [](const auto& each) { return each.type == type::puback; }));
}
