#include <asyncapi/transports/mqtt.hpp>
#include <asyncapi/transports/mqtt/detail/property.hpp>

#include <support/transport_suite.hpp>
#include "script.hpp"

#include <optional>
#include <string>

namespace {

using namespace asyncapi;
using namespace std::chrono_literals;
using mqtt::detail::property_id::message_expiry_interval;
using testing::publish;
using testing_mqtt::bytes;
using testing_mqtt::connack;
using testing_mqtt::packet;
using testing_mqtt::script;
using testing_mqtt::scripted_broker;
using testing_mqtt::u16;
using type = mqtt::detail::packet;

std::optional<std::uint32_t> expiry(const scripted_broker::said& sent) {
    std::string_view from{sent.body};
    from.remove_prefix(2 + sent.topic().size() + (sent.qos() > 0 ? 2U : 0U));
    std::optional<std::uint32_t> found;
    REQUIRE(mqtt::detail::take_properties(from, [&](const mqtt::detail::property& each) {
        if (each.id == message_expiry_interval) found = each.number;
    }));
    return found;
}

struct aging : script {
    void send(const any_transport& wire, const char* payload,
              std::optional<std::chrono::milliseconds> expires_in) {
        metadata about;
        about.headers.set("tenant", "acme");
        REQUIRE(wire->try_publish({.address = "orders",
                                   .payload = payload,
                                   .metadata = &about,
                                   .expires_in = expires_in}));
    }
};

}  // namespace

TEST_CASE_FIXTURE(aging, "a message that waited has less time left when it is sent") {
    std::string answer = connack(0, bytes(0x21) + u16(1));
    SUBCASE("with its topic") {}
    SUBCASE("with a number for its topic") {
        answer = connack(0, bytes(0x21) + u16(1) + bytes(0x22) + u16(5));
    }
    const auto wire = open(options(), answer);
    send(wire, "first", 60s);
    send(wire, "second", 60s);
    send(wire, "third", {});
    auto sent = broker.next(type::publish);
    REQUIRE(sent);
    CHECK(expiry(*sent) == 60);
    time->advance(20'500ms);
    confirm(*sent);
    sent = broker.next(type::publish);
    REQUIRE(sent);
    CHECK(sent->body.ends_with("second"));
    CHECK(expiry(*sent) == 40);
    confirm(*sent);
    sent = broker.next(type::publish);
    REQUIRE(sent);
    CHECK(sent->body.ends_with("third"));
    CHECK_FALSE(expiry(*sent));
}

TEST_CASE_FIXTURE(aging, "a message that is sent again has less time left, or none") {
    auto with = options();
    with.publish_qos = mqtt::qos::exactly_once;
    const auto wire = open(with);
    send(wire, "x", 10s);
    auto sent = broker.next(type::publish);
    REQUIRE(sent);
    CHECK(expiry(*sent) == 10);
    for (const std::uint32_t left : {6U, 0U}) {
        time->advance(left == 0 ? 30s : 3s);
        broker.cut();
        again(connack(0, {}, true));
        sent = broker.next(type::publish);
        REQUIRE(sent);
        CHECK(expiry(*sent) == left);
    }
}
