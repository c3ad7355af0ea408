#include <asyncapi/transports/mqtt.hpp>

#include <support/transport_suite.hpp>
#include "script.hpp"

#include <algorithm>
#include <string>

namespace {

using namespace asyncapi;
using testing::publish;
using testing_mqtt::bytes;
using testing_mqtt::connack;
using testing_mqtt::packet;
using testing_mqtt::script;
using testing_mqtt::u16;
using type = mqtt::detail::packet;

struct named : script {
    mqtt::client_options twice() {
        auto with = options();
        with.client_id = "kitchen";
        with.publish_qos = mqtt::qos::exactly_once;
        with.limits.window_messages = 1;
        return with;
    }

    // Three are released: the next, and some ahead.
    void expect_releases(unsigned reason) {
        for (std::size_t id : {1U, 2U, 3U}) {
            const auto released = broker.next(type::pubrel);
            REQUIRE(released);
            CHECK((released->id() == u16(id)));
        }
        CHECK(broker.packets.empty());
        for (std::size_t id : {1U, 2U, 3U})
            broker.send(packet(0x70, u16(id) + (reason == 0 ? std::string{} : bytes(reason))));
    }
};

}  // namespace

TEST_CASE_FIXTURE(named,
                  "an id that an earlier program may have used is released before it is used") {
    unsigned reason = 0;
    SUBCASE("the broker had it") {}
    SUBCASE("the broker had none") {
        reason = 0x92;
    }
    const auto wire = open(twice(), connack(0, {}, true));
    publish(wire, "orders", "x");
    expect_releases(reason);
    const auto sent = broker.next(type::publish);
    REQUIRE(sent);
    CHECK(sent->id() == u16(1));
    CHECK(client->statistics().acknowledged == 0);
    broker.send(packet(0x50, sent->id()));
    REQUIRE(broker.next(type::pubrel));
    broker.send(packet(0x70, sent->id()));
    CHECK(run_until([&] { return client->statistics().acknowledged == 1; }));
}

TEST_CASE_FIXTURE(named, "releases that were not answered are sent again, and no message before") {
    const auto wire = open(twice(), connack(0, {}, true));
    publish(wire, "orders", "x");
    REQUIRE(broker.next(type::pubrel));
    broker.cut();
    again(connack(0, {}, true));
    expect_releases(0);
    CHECK(broker.next(type::publish));
}

TEST_CASE_FIXTURE(named, "in a session of its own nothing is released first") {
    SUBCASE("from the beginning") {
        const auto wire = open(twice());
        publish(wire, "orders", "x");
    }
    SUBCASE("after an inherited one") {
        const auto wire = open(twice(), connack(0, {}, true));
        broker.cut();
        again(connack(0, {}, false));
        publish(wire, "orders", "x");
    }
    SUBCASE("once it is this program's") {
        const auto wire = open(twice());
        broker.cut();
        again(connack(0, {}, true));
        publish(wire, "orders", "x");
    }
    REQUIRE(run_until([&] { return !broker.packets.empty(); }));
    CHECK(broker.packets.front().type == type::publish);
}

TEST_CASE_FIXTURE(named, "at most and at least once need no clean ids") {
    auto with = twice();
    with.publish_qos = mqtt::qos::at_least_once;
    const auto wire = open(with, connack(0, {}, true));
    publish(wire, "orders", "x");
    REQUIRE(run_until([&] { return !broker.packets.empty(); }));
    CHECK(broker.packets.front().type == type::publish);
}

TEST_CASE_FIXTURE(named, "a message whose release finds nothing was delivered") {
    const auto wire = open(twice());
    publish(wire, "orders", "x");
    const auto sent = broker.next(type::publish);
    REQUIRE(sent);
    broker.send(packet(0x50, sent->id()));
    REQUIRE(broker.next(type::pubrel));
    broker.cut();
    again(connack(0, {}, true));
    REQUIRE(broker.next(type::pubrel));
    broker.send(packet(0x70, sent->id() + bytes(0x92)));
    REQUIRE(run_until([&] { return wire->load().queued_messages == 0; }));
    CHECK(client->statistics().acknowledged == 1);
    CHECK(client->statistics().refused == 0);
    CHECK(refusals.empty());
}
