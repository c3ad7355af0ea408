#include <asyncapi/transports/mqtt/detail/encoding.hpp>

#include "packets.hpp"

#include <doctest/doctest.h>

#include <string>

namespace {

using namespace asyncapi;
using namespace asyncapi::mqtt;
using namespace asyncapi::mqtt::detail;

client_options options(version as, mode how = mode::metadata) {
    client_options made;
    made.version = as;
    made.mode = how;
    return made;
}

outbound orders(const metadata& about, std::string_view payload = "{}") {
    return {.address = "orders", .payload = payload, .metadata = &about};
}

delivery round_trip(const outbound& what, const client_options& with) {
    const auto made = encode(what, {}, with, "sender.1");
    REQUIRE(made);
    return decode(**made, with).content;
}

delivery decode_text(const std::string& payload,
                     const client_options& with = options(version::v3_1_1)) {
    return decode(::mqtt::message{"orders", payload}, with).content;
}

}  // namespace

TEST_CASE("payload and metadata come back in both versions") {
    metadata about;
    about.message_name = "OrderPlaced";
    about.message_id = "id-1";
    about.headers = {{"tenant", "a\nb"}};
    std::string every;
    for (int i = 0; i < 256; ++i) every += static_cast<char>(i);
    for (const auto as : {version::v3_1_1, version::v5}) {
        for (const bool binary : {false, true}) {
            for (const auto& payload :
                 {std::string{}, std::string{"{}"}, std::string{"a\nb"}, every}) {
                auto what = orders(about, payload);
                what.binary = binary;
                const auto back = round_trip(what, options(as));
                CHECK((back.payload == payload));
                CHECK(back.binary == binary);
                CHECK(back.metadata.message_name == "OrderPlaced");
                CHECK(back.metadata.message_id == "id-1");
                CHECK((back.metadata.headers == about.headers));
                CHECK_FALSE(back.bare);
                CHECK_FALSE(back.retained);
                CHECK(back.attempt == 1);
            }
        }
    }
}

TEST_CASE("with MQTT 3.1.1 the envelope is a line before the payload") {
    metadata about;
    about.message_id = "id-1";
    const auto made = encode(orders(about), {}, options(version::v3_1_1), "sender.1");
    REQUIRE(made);
    CHECK((*made)->get_payload_str() ==
          "{\"address\":\"orders\",\"id\":\"id-1\",\"copy\":\"sender.1\"}\n{}");
    CHECK(decode(**made, options(version::v3_1_1)).copy == "sender.1");
}

TEST_CASE("what has no envelope is a bare message, however it looks") {
    const std::string rows[] = {
        "",
        "{}",
        "plain",
        "\xff\x00\x01",
        "{\"address\":",
        "{\"address\":\"orders\"",
        "{\"address\":\"elsewhere\"}\n{}",                 // an envelope of another address
        "{\"address\":\"orders\",\"subscribe\":\"x\"}\n",  // one of another kind
        "{\"address\":\"orders\",\"id\":7}\n{}",
        "{\"address\":\"orders\",\"id\":\"a\",\"id\":\"b\"}\n{}",
        "{\"address\":{\"street\":\"orders\"}}",
        "{ \"address\":\"orders\"}\n{}",
        "{\"address\":\"orders\",\"headers\":\"" + std::string(9000, 'x') + "\"}\n{}",
        "{\"address\":\"orders\"}\xff\n{}",
    };
    for (const auto& payload : rows) {
        CAPTURE(payload.substr(0, 60));
        const auto back = decode_text(payload);
        CHECK((back.payload == payload));
        CHECK(back.bare);
        CHECK(back.metadata.message_id.empty());
    }
}

TEST_CASE("in bare mode there is nothing but the payload, in both directions") {
    metadata about;
    about.message_id = "id-1";
    for (const auto as : {version::v3_1_1, version::v5}) {
        const auto with = options(as, mode::bare);
        const auto made = encode(orders(about), {}, with, "sender.1");
        REQUIRE(made);
        CHECK((*made)->get_payload_str() == "{}");
        CHECK((*made)->get_properties().empty());
        const auto enclosed =
            encode(orders(about), {}, options(as), "sender.1").value()->get_payload_str();
        const auto back = decode_text(enclosed, with);
        CHECK(back.payload == enclosed);
        CHECK(back.bare);
        CHECK(back.metadata.message_id.empty());
    }
}

TEST_CASE("quality of service, retention and expiry are the message's") {
    metadata about;
    auto what = orders(about);
    what.expires_in = std::chrono::milliseconds{1500};
    const auto made = encode(what, {qos::exactly_once, true}, options(version::v5), "");
    REQUIRE(made);
    CHECK((*made)->get_qos() == 2);
    CHECK((*made)->is_retained());
    CHECK(::mqtt::get<int>((*made)->get_properties(), paho_property::MESSAGE_EXPIRY_INTERVAL) == 2);
}

TEST_CASE("an expiry that MQTT cannot tell is the longest that it can") {
    metadata about;
    auto what = orders(about);
    what.expires_in = std::chrono::milliseconds::max();
    const auto made = encode(what, {}, options(version::v5), "");
    REQUIRE(made);
    CHECK(static_cast<std::uint32_t>(::mqtt::get<int>(
              (*made)->get_properties(), paho_property::MESSAGE_EXPIRY_INTERVAL)) == 0xFFFF'FFFF);
    what.expires_in = std::chrono::milliseconds{-1};
    CHECK(::mqtt::get<int>(encode(what, {}, options(version::v5), "").value()->get_properties(),
                           paho_property::MESSAGE_EXPIRY_INTERVAL) == 0);
}

TEST_CASE("metadata that are too large, or no text, are refused in both versions") {
    for (const auto as : {version::v3_1_1, version::v5}) {
        metadata large;
        large.headers.set("tenant", std::string(9000, 'x'));
        const auto too_large = encode(orders(large), {}, options(as), "");
        REQUIRE_FALSE(too_large);
        CHECK(too_large.error() == errc::too_large);
        metadata broken;
        broken.headers.set("tenant", "\xff");
        const auto malformed = encode(orders(broken), {}, options(as), "");
        REQUIRE_FALSE(malformed);
        CHECK(malformed.error() == errc::malformed);
        CHECK(encode(orders(large), {}, options(as, mode::bare), ""));
    }
}

TEST_CASE("what the broker repeats is a second attempt, what it kept is marked") {
    ::mqtt::message again{"orders", "x", 1, false};
    CHECK(decode(again, options(version::v5)).content.attempt == 1);
    ::mqtt::message kept{"orders", "x", 1, true};
    CHECK(decode(kept, options(version::v5)).content.retained);
    const auto raw = std::make_shared<::mqtt::message>("orders", "x");
    MQTTAsync_message repeated = MQTTAsync_message_initializer;
    repeated.dup = 1;
    repeated.qos = 1;
    CHECK(decode(::mqtt::message{"orders", repeated}, options(version::v5)).content.attempt == 2);
}

TEST_CASE("the length of a packet is known before it is made") {
    metadata about;
    about.headers.set("tenant", "acme");
    struct row {
        version as;
        int qos;
        std::size_t payload;
    };
    const row rows[] = {
        {version::v5, 0, 0},      {version::v5, 1, 1},      {version::v5, 2, 200},
        {version::v5, 1, 20'000}, {version::v3_1_1, 0, 0},  {version::v3_1_1, 1, 125},
        {version::v3_1_1, 1, 70}, {version::v3_1_1, 2, 99}, {version::v5, 0, 90}};
    for (const auto& row : rows) {
        CAPTURE(row.payload);
        const std::string payload(row.payload, 'x');
        auto with = options(row.as, row.as == version::v5 ? mode::metadata : mode::bare);
        const auto made =
            encode(orders(about, payload), {static_cast<qos>(row.qos), false}, with, "").value();
        // Payload Format Indicator and a User Property.
        const auto expected = testing_mqtt::publish(
            {.topic = "orders",
             .payload = payload,
             .qos = row.qos,
             .properties = testing_mqtt::bytes(0x01, 0x01, 0x26) + testing_mqtt::text("tenant") +
                           testing_mqtt::text("acme"),
             .five = row.as == version::v5});
        CHECK(packet_bytes(*made, row.as) == expected.size());
    }
}
