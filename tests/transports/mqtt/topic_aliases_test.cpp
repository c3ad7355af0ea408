#include <asyncapi/transports/mqtt/detail/publish_packet.hpp>
#include <asyncapi/transports/mqtt/detail/topic_aliases.hpp>

#include <support/transport_suite.hpp>
#include "script.hpp"

#include <doctest/doctest.h>

#include <optional>
#include <string>

// Numbers in the place of topics.

namespace {

using namespace asyncapi;
using mqtt::detail::publish_packet;
using mqtt::detail::topic_aliases;
using testing::publish;
using testing_mqtt::bytes;
using testing_mqtt::connack;
using testing_mqtt::script;
using testing_mqtt::text;
using testing_mqtt::u16;
using type = mqtt::detail::packet;

void check(const std::optional<topic_aliases::alias>& alias, int number, bool known) {
    REQUIRE(alias);
    CHECK(alias->number == number);
    CHECK(alias->known == known);
}

std::string aliased(const publish_packet& message, topic_aliases::alias with) {
    std::string made;
    message.append_aliased(made, with);
    return made;
}

/// What a broker offers that knows so many topics by their numbers.
std::string offer(unsigned most) {
    return connack(0, bytes(0x22) + u16(most));
}

}  // namespace

TEST_CASE("topics get numbers up to what the broker takes, the latest keep theirs") {
    topic_aliases aliases;
    CHECK_FALSE(aliases.of("orders"));
    aliases.allow(2);
    check(aliases.of("orders"), 1, false);
    check(aliases.of("payments"), 2, false);
    check(aliases.of("orders"), 1, true);
    check(aliases.of("deliveries"), 2, false);
    check(aliases.of("orders"), 1, true);
    check(aliases.of("payments"), 2, false);
    check(aliases.of("deliveries"), 1, false);
    CHECK_FALSE(aliases.of("a/b"));

    // Another connection: it knows nothing yet.
    aliases.allow(1);
    check(aliases.of("orders"), 1, false);
    check(aliases.of("orders"), 1, true);
    aliases.allow(0);
    CHECK_FALSE(aliases.of("orders"));
}

TEST_CASE("a packet with a number is that without, with its topic exchanged") {
    const auto content_type = bytes(3) + text("t");
    publish_packet message{{.topic = "orders", .properties = content_type, .payload = "12"},
                           mqtt::version::v5};
    message.mark(0x0102, true);
    CHECK(message.bytes() ==
          bytes(0x3A, 17) + text("orders") + u16(0x0102) + bytes(4, 3, 0, 1) + "t12");
    CHECK(aliased(message, {9, false}) ==
          bytes(0x3A, 20) + text("orders") + u16(0x0102) + bytes(7, 0x23, 0, 9, 3, 0, 1) + "t12");
    CHECK(aliased(message, {0x0109, true}) ==
          bytes(0x3A, 14, 0, 0) + u16(0x0102) + bytes(7, 0x23, 1, 9, 3, 0, 1) + "t12");

    // Without an id, and with properties whose length is two bytes only with the number.
    const std::string properties = bytes(3) + text(std::string(123, 'x'));
    const publish_packet long_one{
        {.topic = "orders", .properties = properties, .qos = mqtt::qos::at_most_once},
        mqtt::version::v5};
    const auto made = aliased(long_one, {1, true});
    CHECK(made == bytes(0x30, 0x85, 0x01, 0, 0, 0x81, 0x01, 0x23, 0, 1) + properties);
    CHECK(aliased(long_one, {1, false}).size() - long_one.bytes().size() <=
          publish_packet::most_for_alias);
}

TEST_CASE_FIXTURE(script, "a topic is sent once over a connection whose broker takes numbers") {
    auto with = options();
    with.publish_qos = mqtt::qos::at_least_once;
    with.client_id = "kitchen-1";
    const auto wire = open(with, offer(10));
    const auto next = [this] {
        const auto sent = broker.next(type::publish);
        REQUIRE(sent);
        return *sent;
    };
    publish(wire, "orders/placed", "one");
    CHECK(next().body.starts_with(text("orders/placed")));
    publish(wire, "orders/placed", "two");
    const auto second = next();
    CHECK(second.body.starts_with(bytes(0, 0)));
    CHECK(second.body.ends_with("two"));
    CHECK(second.body.find(bytes(0x23, 0, 1)) != std::string::npos);

    // What was not answered is sent again, to a broker that knows no number of the old ones.
    broker.cut();
    again(connack(0, {}, true));
    const auto first_again = next();
    CHECK(first_again.body.starts_with(text("orders/placed")));
    CHECK(first_again.body.find(bytes(0x23, 0, 1)) == std::string::npos);
    const auto second_again = next();
    CHECK(second_again.body.starts_with(text("orders/placed")));
    CHECK(second_again.body.ends_with("two"));
}

TEST_CASE_FIXTURE(script, "no more numbers are used than the client and the broker want") {
    auto with = options();
    with.limits.max_topic_aliases = 0;
    const auto wire = open(with, offer(10));
    for (int i = 0; i < 2; ++i) {
        publish(wire, "orders/placed", "one");
        const auto sent = broker.next(type::publish);
        REQUIRE(sent);
        CHECK(sent->body.starts_with(text("orders/placed")));
        confirm(*sent);
    }
}

TEST_CASE_FIXTURE(script, "a packet that a number would make too long has none") {
    const auto wire =
        open(options(), connack(0, bytes(0x22) + u16(10) + bytes(0x27) + testing_mqtt::u32(300)));
    publish(wire, "orders/placed", "short");
    const auto brief = broker.next(type::publish);
    REQUIRE(brief);
    CHECK(brief->body.find(bytes(0x23, 0, 1)) != std::string::npos);
    const auto overhead = brief->body.size() - 5 - 3;
    // 300 with the fixed header, of three bytes.
    publish(wire, "orders/placed", std::string(297 - overhead, 'x'));
    const auto longest = broker.next(type::publish);
    REQUIRE(longest);
    CHECK(longest->body.starts_with(text("orders/placed")));
    CHECK(refusals.empty());
}
