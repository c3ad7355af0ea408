#include <asyncapi/transports/mqtt/detail/answers.hpp>

#include "packets.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace {

using namespace asyncapi::mqtt;
using namespace asyncapi::mqtt::detail;
using testing_mqtt::bytes;
using testing_mqtt::properties;
using testing_mqtt::text;
using testing_mqtt::u16;
using testing_mqtt::u32;

const std::string every_property_of_connack =
    bytes(0x11) + u32(60) + bytes(0x21) + u16(20) + bytes(0x24, 1) + bytes(0x25, 0) + bytes(0x27) +
    u32(100'000) + bytes(0x12) + text("chosen") + bytes(0x22) + u16(5) + bytes(0x1F) +
    text("welcome") + bytes(0x26) + text("name") + text("value") + bytes(0x28, 0) + bytes(0x29, 0) +
    bytes(0x2A, 0) + bytes(0x13) + u16(90) + bytes(0x1A) + text("info") + bytes(0x1C) +
    text("other") + bytes(0x15) + text("method") + bytes(0x16) + text("data");

}  // namespace

TEST_CASE("a CONNACK without properties offers everything that MQTT 5 has") {
    const auto read = read_connack(bytes(0, 0, 0), version::v5);
    REQUIRE(read);
    CHECK(read->reason == 0);
    CHECK_FALSE(read->session_present);
    CHECK(read->why.empty());
    CHECK(read->offer.receive_maximum == 65'535);
    CHECK(read->offer.max_packet_bytes == 268'435'460);
    CHECK(read->offer.max_qos == 2);
    CHECK(read->offer.retain);
    CHECK(read->offer.wildcards);
    CHECK(read->offer.subscription_identifiers);
    CHECK(read->offer.shared_subscriptions);
    CHECK_FALSE(read->offer.keep_alive);
    CHECK(read->offer.client_id.empty());
}

TEST_CASE("every property of a CONNACK is read") {
    const auto read =
        read_connack(bytes(1, 0x97) + properties(every_property_of_connack), version::v5);
    REQUIRE(read);
    CHECK(read->session_present);
    CHECK(read->reason == 0x97);
    CHECK(read->why == "welcome");
    CHECK(read->offer.receive_maximum == 20);
    CHECK(read->offer.max_packet_bytes == 100'000);
    CHECK(read->offer.max_qos == 1);
    CHECK_FALSE(read->offer.retain);
    CHECK_FALSE(read->offer.wildcards);
    CHECK_FALSE(read->offer.subscription_identifiers);
    CHECK_FALSE(read->offer.shared_subscriptions);
    CHECK((read->offer.keep_alive == std::chrono::seconds{90}));
    CHECK(read->offer.client_id == "chosen");
}

TEST_CASE("a CONNACK that ends early is broken, after its two bytes excepted") {
    const auto whole = bytes(0, 0) + properties(every_property_of_connack);
    for (std::size_t size = 0; size < whole.size(); ++size) {
        CAPTURE(size);
        // Two bytes are what a broker of MQTT 3.1.1 says to a version that it does not know.
        CHECK(read_connack(whole.substr(0, size), version::v5).has_value() == (size == 2));
    }
    CHECK(read_connack(whole, version::v5));
    // The same where the length of the properties is right, and the last one is not all there.
    for (std::size_t size = 0; size < every_property_of_connack.size(); ++size) {
        CAPTURE(size);
        std::string_view part{every_property_of_connack.data(), size};
        std::size_t taken = 0;
        const auto framed = properties(part);
        std::string_view from{framed};
        const bool good = take_properties(from, [&](const property&) { ++taken; });
        CHECK(read_connack(bytes(0, 0) + framed, version::v5).has_value() == good);
        if (good) CHECK(from.empty());
    }
}

TEST_CASE("properties that MQTT does not have are broken") {
    for (unsigned id = 0; id < 256; ++id) {
        CAPTURE(id);
        const auto encoded = testing_mqtt::variable_integer(id);
        const bool known = property_bytes(id, std::string(16, '\0')).has_value();
        const auto framed = properties(encoded + std::string(16, '\0'));
        std::string_view from{framed};
        if (!known) CHECK_FALSE(take_properties(from, [](const property&) {}));
    }
    for (const auto& broken : {bytes(0x80), bytes(0x80, 0x80, 0x80, 0x80, 0x01), bytes(5, 0x11),
                               bytes(5, 0x80, 0x80, 0x80, 0x80, 0x01)}) {
        std::string_view from{broken};
        CHECK_FALSE(take_properties(from, [](const property&) {}));
    }
}

TEST_CASE("a CONNACK of MQTT 3.1.1 has a session and a code, and no properties") {
    const auto read = read_connack(bytes(1, 4), version::v3_1_1);
    REQUIRE(read);
    CHECK(read->session_present);
    CHECK(read->reason == 4);
    CHECK_FALSE(read->offer.subscription_identifiers);
    CHECK_FALSE(read_connack(bytes(1), version::v3_1_1));
    CHECK_FALSE(read_connack("", version::v3_1_1));
}

TEST_CASE("a broker that takes nothing in flight is broken") {
    CHECK_FALSE(read_connack(bytes(0, 0) + properties(bytes(0x21) + u16(0)), version::v5));
}

TEST_CASE("an answer may have an id only, a reason, and properties") {
    struct row {
        std::string body;
        bool good;
        unsigned reason;
        const char* why;
    };
    const auto said = bytes(0x1F) + text("no") + bytes(0x26) + text("a") + text("b");
    const row rows[] = {
        {"", false, 0, ""},
        {bytes(1), false, 0, ""},
        {u16(258), true, 0, ""},
        {u16(258) + bytes(0x10), true, 0x10, ""},
        {u16(258) + bytes(0x87, 0), true, 0x87, ""},
        {u16(258) + bytes(0x87) + properties(said), true, 0x87, "no"},
        {u16(258) + bytes(0x87, 1), false, 0, ""},
        {u16(258) + bytes(0x87, 0x80), false, 0, ""},
    };
    for (const auto& row : rows) {
        CAPTURE(row.body.size());
        const auto read = read_answer(row.body);
        REQUIRE(read.has_value() == row.good);
        if (!read) continue;
        CHECK(read->id == 258);
        CHECK(read->reason == row.reason);
        CHECK(read->why == row.why);
    }
    const auto whole = u16(258) + bytes(0x87) + properties(said);
    for (std::size_t size = 0; size < whole.size(); ++size) {
        CAPTURE(size);
        CHECK(read_answer(whole.substr(0, size)).has_value() == (size == 2 || size == 3));
    }
}

TEST_CASE("the answer to a subscription has its reason after the properties of MQTT 5") {
    const auto said = properties(bytes(0x1F) + text("no"));
    const auto five = read_subscription_answer(u16(3) + said + bytes(0x87), version::v5);
    REQUIRE(five);
    CHECK(five->id == 3);
    CHECK(five->reason == 0x87);
    CHECK(five->why == "no");
    const auto three = read_subscription_answer(u16(3) + bytes(0x80), version::v3_1_1);
    REQUIRE(three);
    CHECK(three->reason == 0x80);
    const auto unsuback = read_subscription_answer(u16(3), version::v3_1_1);
    REQUIRE(unsuback);
    CHECK(unsuback->reason == 0);
    for (std::size_t size = 0; size < 2 + said.size(); ++size) {
        CAPTURE(size);
        CHECK_FALSE(read_subscription_answer((u16(3) + said).substr(0, size), version::v5));
    }
}

TEST_CASE("a DISCONNECT may be empty, or have a reason, and the broker's words") {
    CHECK(read_disconnect("")->reason == 0);
    CHECK(read_disconnect(bytes(0x8E))->reason == 0x8E);
    const auto read = read_disconnect(bytes(0x8E) + properties(bytes(0x1F) + text("elsewhere")));
    REQUIRE(read);
    CHECK(read->reason == 0x8E);
    CHECK(read->why == "elsewhere");
    CHECK_FALSE(read_disconnect(bytes(0x8E, 1)));
}
