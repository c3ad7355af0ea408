#include <asyncapi/transports/mqtt.hpp>

#include <support/transport_suite.hpp>
#include "script.hpp"

#include <cstddef>
#include <string>

namespace {

using namespace asyncapi;
using namespace std::chrono_literals;
using testing::listen;
using testing::publish;
using testing_mqtt::bytes;
using testing_mqtt::connack;
using testing_mqtt::packet;
using testing_mqtt::script;
using testing_mqtt::u16;
using type = mqtt::detail::packet;

// Each is a block of its own: what is read, is read one message at a time.
std::string flood(std::size_t count, int qos = 1) {
    std::string made;
    for (std::size_t i = 1; i <= count; ++i) {
        made += testing_mqtt::publish({.payload = std::to_string(i) + std::string(20'000, 'x'),
                                       .qos = qos,
                                       .id = i,
                                       .five = true});
    }
    return made;
}

struct held : script {
    mqtt::client_options few(std::size_t messages) {
        auto with = options();
        with.limits.max_held_messages = messages;
        with.limits.max_held_bytes = std::size_t{64} << 20U;
        return with;
    }

    std::size_t received() const { return client->statistics().received; }
};

}  // namespace

TEST_CASE_FIXTURE(held,
                  "what confirms a message is read, though consumers hold up what is before") {
    const auto wire = open(few(10));
    const auto box = listen(wire, "orders", {.prefetch = 1}, false);
    const auto asked = broker.next(type::subscribe);
    REQUIRE(asked);
    broker.send(packet(0x90, asked->id() + bytes(0, 1)));
    SUBCASE("a message that was sent before the reading stopped") {
        publish(wire, "copies", "x");
        const auto sent = broker.next(type::publish);
        REQUIRE(sent);
        broker.send(flood(30));
        confirm(*sent);
    }
    SUBCASE("a message that is sent when it has stopped") {
        broker.send(flood(30));
        REQUIRE(run_until([&] { return received() == 11; }));
        while (io.poll() > 0) {
        }
        CHECK(received() == 11);
        publish(wire, "copies", "x");
        const auto sent = broker.next(type::publish);
        REQUIRE(sent);
        confirm(*sent);
    }
    CHECK(run_until([&] { return client->statistics().acknowledged == 1; }));
    CHECK(received() == 30);
    CHECK(box->size() == 1);
}

TEST_CASE_FIXTURE(held, "the answer to a subscription is read as well") {
    const auto wire = open(few(10));
    const auto box = listen(wire, "orders", {.prefetch = 1}, false);
    auto asked = broker.next(type::subscribe);
    REQUIRE(asked);
    broker.send(packet(0x90, asked->id() + bytes(0, 1)) + flood(30));
    REQUIRE(run_until([&] { return received() == 11; }));
    listen(wire, "news");
    asked = broker.next(type::subscribe);
    REQUIRE(asked);
    const auto drained = testing::start(wire, wire->drained({}));
    broker.send(packet(0x90, asked->id() + bytes(0, 1)));
    CHECK(run_until([&] { return drained->succeeded(); }));
}

TEST_CASE_FIXTURE(held, "a reply is read while it is awaited") {
    auto with = few(10);
    with.publish_qos = mqtt::qos::at_most_once;
    const auto wire = open(with);
    const auto box = listen(wire, "orders", {.prefetch = 1}, false);
    const auto address = wire->reply_address("r");
    const auto replies = listen(wire, address);
    for (int i = 0; i < 2; ++i) {
        const auto asked = broker.next(type::subscribe);
        REQUIRE(asked);
        broker.send(packet(0x90, asked->id() + bytes(0, 1)));
    }
    broker.send(flood(30) + testing_mqtt::publish({.topic = address}));
    REQUIRE(run_until([&] { return received() == 11; }));
    while (io.poll() > 0) {
    }
    CHECK(received() == 11);
    metadata about;
    about.reply_address = address;
    REQUIRE(wire->try_publish(
        {.address = "questions", .payload = "", .metadata = &about, .expires_in = 10s}));
    CHECK(run_until([&] { return replies->size() == 1; }));
}

TEST_CASE_FIXTURE(held, "what is held for answers is bounded, and a standstill ends") {
    const auto wire = open(few(10));
    const auto box = listen(wire, "orders", {.prefetch = 1}, false);
    publish(wire, "copies", "x");
    const auto sent = broker.next(type::publish);
    REQUIRE(sent);
    broker.send(flood(100));
    confirm(*sent);
    REQUIRE(run_until([&] { return received() == 41; }));
    while (io.poll() > 0) {
    }
    CHECK(received() == 41);
    SUBCASE("when nothing moves, with the connection") {
        time->advance(30s - 1ms);
        CHECK(client->state() == mqtt::connection_state::connected);
        time->advance(1ms);
        const auto why = ended();
        CHECK(why == errc::timed_out);
        CHECK(why.detail().starts_with("messages wait for consumers"));
        again(connack(0, {}, true));
        const auto repeated = broker.next(type::publish);
        REQUIRE(repeated);
        confirm(*repeated);
        CHECK(run_until([&] { return client->statistics().acknowledged == 1; }));
    }
    SUBCASE("not while consumers take messages, however slowly") {
        for (int i = 0; i < 5; ++i) {
            time->advance(20s);
            wire->acknowledge(box->deliveries.back().tag);
            const auto size = box->size();
            REQUIRE(run_until([&] { return box->size() > size; }));
            while (io.poll() > 0) {
            }
        }
        CHECK(client->state() == mqtt::connection_state::connected);
    }
}

TEST_CASE_FIXTURE(held, "a connection that is unread and awaits nothing is no standstill") {
    const auto wire = open(few(10));
    const auto box = listen(wire, "orders", {.prefetch = 1}, false);
    const auto asked = broker.next(type::subscribe);
    REQUIRE(asked);
    broker.send(packet(0x90, asked->id() + bytes(0, 1)) + flood(30));
    REQUIRE(run_until([&] { return received() == 11; }));
    for (int i = 0; i < 10; ++i) time->advance(30s);
    CHECK(client->state() == mqtt::connection_state::connected);
}

TEST_CASE_FIXTURE(held, "a client that closes reads what confirms its messages") {
    const auto wire = open(few(10));
    const auto box = listen(wire, "orders", {.prefetch = 1}, false);
    auto asked = broker.next(type::subscribe);
    REQUIRE(asked);
    broker.send(packet(0x90, asked->id() + bytes(0, 1)));
    publish(wire, "copies", "x");
    const auto sent = broker.next(type::publish);
    REQUIRE(sent);
    broker.send(flood(100));
    confirm(*sent);
    REQUIRE(run_until([&] { return received() == 41; }));
    client->close();
    CHECK(run_until([&] { return client->statistics().acknowledged == 1; }));
    CHECK(client->statistics().lost == 0);
    CHECK(broker.wait_closed());
}
