#include <asyncapi/transports/mqtt/detail/subscription_packet.hpp>

#include "packets.hpp"

#include <doctest/doctest.h>

#include <string>

namespace {

using namespace asyncapi::mqtt;
using asyncapi::mqtt::detail::subscribe_packet;
using asyncapi::mqtt::detail::unsubscribe_packet;
using testing_mqtt::bytes;
using testing_mqtt::packet;
using testing_mqtt::properties;
using testing_mqtt::text;
using testing_mqtt::u16;

}  // namespace

TEST_CASE("a subscription says its filter, its quality, and in MQTT 5 how it is told apart") {
    struct row {
        const char* filter;
        qos at;
        std::uint64_t identifier;
        version as;
        std::string body;  // after the packet id
    };
    const row rows[] = {
        {"a/+", qos::at_most_once, 0, version::v3_1_1, text("a/+") + bytes(0)},
        {"a/+", qos::exactly_once, 7, version::v3_1_1, text("a/+") + bytes(2)},
        {"$share/g/a", qos::at_least_once, 0, version::v3_1_1, text("$share/g/a") + bytes(1)},
        {"a", qos::at_least_once, 0, version::v5, properties() + text("a") + bytes(0x11)},
        {"a", qos::at_most_once, 127, version::v5,
         properties(bytes(0x0B, 127)) + text("a") + bytes(0x10)},
        {"a", qos::exactly_once, 268'435'455, version::v5,
         properties(bytes(0x0B, 0xFF, 0xFF, 0xFF, 0x7F)) + text("a") + bytes(0x12)},
        // Retained messages are for each that subscribes, not for a group.
        {"$share/g/a", qos::at_least_once, 128, version::v5,
         properties(bytes(0x0B, 0x80, 1)) + text("$share/g/a") + bytes(1)},
    };
    for (const auto& row : rows) {
        CAPTURE(std::string{row.filter});
        CAPTURE(row.identifier);
        CHECK((subscribe_packet(0xC001, row.filter, row.at, row.identifier, row.as) ==
               packet(0x82, u16(0xC001) + row.body)));
    }
}

// What Paho sent when it still subscribed, byte by byte.
TEST_CASE("the packets are those that Paho made") {
    CHECK((subscribe_packet(0xC000, "x/0", qos::at_least_once, 0x9CCD959, version::v5) ==
           bytes(0x82, 0x0E, 0xC0, 0, 5, 0x0B, 0xD9, 0xB2, 0xB3, 0x4E, 0, 3, 'x', '/', '0', 0x11)));
    CHECK((unsubscribe_packet(0xC001, "x/0", version::v5) ==
           bytes(0xA2, 8, 0xC0, 1, 0, 0, 3, 'x', '/', '0')));
}

TEST_CASE("the end of a subscription says its filter, and has properties in MQTT 5") {
    CHECK((unsubscribe_packet(0xFFFF, "a/#", version::v3_1_1) ==
           packet(0xA2, u16(0xFFFF) + text("a/#"))));
    CHECK((unsubscribe_packet(0xFFFF, "a/#", version::v5) ==
           packet(0xA2, u16(0xFFFF) + properties() + text("a/#"))));
}

TEST_CASE("a long filter has a length of more bytes") {
    const std::string filter(1'000, 'x');
    CHECK((subscribe_packet(0xC000, filter, qos::at_least_once, 1, version::v5) ==
           packet(0x82, u16(0xC000) + properties(bytes(0x0B, 1)) + text(filter) + bytes(0x11))));
    CHECK((unsubscribe_packet(0xC000, filter, version::v5) ==
           packet(0xA2, u16(0xC000) + properties() + text(filter))));
}
