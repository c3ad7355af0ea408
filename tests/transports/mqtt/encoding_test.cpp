#include <asyncapi/transports/mqtt/detail/encoding.hpp>

#include "packets.hpp"

#include <doctest/doctest.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

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

publication read(publish_packet& made, version as) {
    if (made.qos() > 0) made.mark(1, false);
    publication said;
    frame_reader reader{made.bytes().size()};
    const auto fed = reader.feed(made.bytes(), [&](const frame& each) {
        const auto found = read_publish(each, as);
        REQUIRE(found);
        said = *found;
        return true;
    });
    REQUIRE(fed);
    return said;
}

std::string payload_of(publish_packet made, version as) {
    return std::string{read(made, as).payload};
}

std::uint32_t expiry_of(publish_packet made) {
    std::uint32_t found = 0;
    auto properties = read(made, version::v5).properties;
    take_properties(properties, [&](const mqtt::detail::property& each) {
        if (each.id == property_id::message_expiry_interval) found = each.number;
    });
    return found;
}

delivery round_trip(const outbound& what, const client_options& with) {
    auto made = encode(what, {}, with, "sender.1");
    REQUIRE(made);
    return decode(read(*made, with.version), with).content;
}

delivery decode_text(const std::string& payload,
                     const client_options& with = options(version::v3_1_1)) {
    return decode({.topic = "orders", .payload = payload}, with).content;
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
    auto made = encode(orders(about), {}, options(version::v3_1_1), "sender.1");
    REQUIRE(made);
    CHECK(payload_of(*made, version::v3_1_1) ==
          "{\"address\":\"orders\",\"id\":\"id-1\",\"copy\":\"sender.1\"}\n{}");
    CHECK(decode(read(*made, version::v3_1_1), options(version::v3_1_1)).copy == "sender.1");
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

TEST_CASE("with MQTT 3.1.1 an envelope has a bound") {
    const auto with = options(version::v3_1_1);
    const auto most = with.limits.max_header_bytes;
    const std::string begin = R"({"address":"orders","headers":{"h":")";
    const std::string end = "\"}}";
    for (const bool too_large : {false, true}) {
        const auto header =
            begin + std::string(most - begin.size() - end.size() + (too_large ? 1 : 0), 'x') + end;
        for (const auto* const payload : {"\n{}", ""}) {
            const auto back = decode({.topic = "orders", .payload = header + payload}, with);
            CHECK(back.too_large == too_large);
            CHECK_FALSE(back.content.bare);
        }
    }
}

TEST_CASE("in bare mode there is nothing but the payload, in both directions") {
    metadata about;
    about.message_id = "id-1";
    for (const auto as : {version::v3_1_1, version::v5}) {
        const auto with = options(as, mode::bare);
        auto made = encode(orders(about), {}, with, "sender.1");
        REQUIRE(made);
        CHECK(payload_of(*made, as) == "{}");
        CHECK((read(*made, as).properties == (as == version::v5 ? std::string{"\0", 1} : "")));
        const auto enclosed =
            payload_of(encode(orders(about), {}, options(version::v3_1_1), "sender.1").value(),
                       version::v3_1_1);
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
    CHECK(made->qos() == 2);
    CHECK(made->retained());
    CHECK(made->topic() == "orders");
    CHECK(expiry_of(*made) == 2);
}

TEST_CASE("an expiry that MQTT cannot tell is the longest that it can") {
    metadata about;
    auto what = orders(about);
    what.expires_in = std::chrono::milliseconds::max();
    const auto made = encode(what, {}, options(version::v5), "");
    REQUIRE(made);
    CHECK(expiry_of(*made) == 0xFFFF'FFFF);
    what.expires_in = std::chrono::milliseconds{-1};
    CHECK(expiry_of(encode(what, {}, options(version::v5), "").value()) == 0);
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
    const auto with = options(version::v3_1_1);
    publication said{.topic = "orders", .payload = "x", .qos = 1, .id = 1};
    CHECK(decode(said, with).content.attempt == 1);
    CHECK_FALSE(decode(said, with).content.retained);
    said.retained = true;
    CHECK(decode(said, with).content.retained);
    said.repeated = true;
    CHECK(decode(said, with).content.attempt == 2);
}

TEST_CASE("a packet is what the specification says, byte by byte") {
    metadata about;
    about.headers.set("tenant", "acme");
    struct row {
        version as;
        int qos;
        std::size_t payload;
        bool retain = false;
    };
    const row rows[] = {
        {version::v5, 0, 0},      {version::v5, 1, 1, true}, {version::v5, 2, 200},
        {version::v5, 1, 20'000}, {version::v3_1_1, 0, 0},   {version::v3_1_1, 1, 125},
        {version::v3_1_1, 1, 70}, {version::v3_1_1, 2, 99},  {version::v5, 0, 90}};
    for (const auto& row : rows) {
        CAPTURE(row.payload);
        const std::string payload(row.payload, 'x');
        auto with = options(row.as, row.as == version::v5 ? mode::metadata : mode::bare);
        auto made =
            encode(orders(about, payload), {static_cast<qos>(row.qos), row.retain}, with, "")
                .value();
        // Payload Format Indicator and a User Property.
        testing_mqtt::publication expected{.topic = "orders",
                                           .payload = payload,
                                           .qos = row.qos,
                                           .properties = testing_mqtt::bytes(0x01, 0x01, 0x26) +
                                                         testing_mqtt::text("tenant") +
                                                         testing_mqtt::text("acme"),
                                           .five = row.as == version::v5,
                                           .retained = row.retain};
        CHECK((made.bytes() == testing_mqtt::publish(expected)));
        if (row.qos == 0) continue;
        expected.id = 0x1234;
        expected.duplicate = true;
        made.mark(0x1234, true);
        CHECK((made.bytes() == testing_mqtt::publish(expected)));
        expected.duplicate = false;
        made.mark(0x1234, false);
        CHECK((made.bytes() == testing_mqtt::publish(expected)));
    }
}

TEST_CASE("a PUBLISH above quality of service 0 has an id that is not 0") {
    const auto id_of = [](const testing_mqtt::publication& what, std::size_t cut = 0) {
        const auto whole = testing_mqtt::publish(what);
        frame from;
        from.flags = static_cast<std::uint8_t>(whole[0] & 0xF);
        from.whole = whole;
        from.body = std::string_view{whole}.substr(2, whole.size() - 2 - cut);
        const auto said = read_publish(from, what.five ? version::v5 : version::v3_1_1);
        return said ? std::optional{said->id} : std::nullopt;
    };
    CHECK((id_of({}) == 0));
    CHECK((id_of({.qos = 1, .id = 513}) == 513));
    CHECK((id_of({.qos = 2, .id = 65'535}) == 65'535));
    CHECK_FALSE(id_of({.qos = 1, .id = 0}));
    CHECK_FALSE(id_of({.topic = "t", .payload = "", .qos = 1, .id = 1, .five = false}, 1));
    CHECK_FALSE(id_of({.topic = "t", .payload = "", .five = false}, 1));
    CHECK((id_of({.topic = "t", .payload = "", .five = false}) == 0));
}

TEST_CASE("a PUBLISH has a topic of text, and with MQTT 5 properties that are whole") {
    const auto good = [](const testing_mqtt::publication& what) {
        const auto whole = testing_mqtt::publish(what);
        frame from;
        from.body = std::string_view{whole}.substr(2);
        return read_publish(from, version::v5).has_value();
    };
    CHECK(good({}));
    CHECK(good(
        {.properties = testing_mqtt::bytes(0x01, 1, 0x03) + testing_mqtt::text("text/plain")}));
    CHECK_FALSE(good({.topic = ""}));
    CHECK_FALSE(good({.topic = "\xff"}));
    CHECK_FALSE(good({.topic = std::string{"a\0b", 3}}));
    CHECK_FALSE(good({.properties = testing_mqtt::bytes(0x01)}));
    CHECK_FALSE(good({.properties = testing_mqtt::bytes(0x7E, 0)}));
    CHECK_FALSE(good({.properties = testing_mqtt::bytes(0x26) + testing_mqtt::text("name")}));
    CHECK_FALSE(good({.payload = "", .five = false}));
}
