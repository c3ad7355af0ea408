#include <asyncapi/transports/mqtt/detail/properties.hpp>

#include "packets.hpp"

#include <doctest/doctest.h>

#include <chrono>
#include <string>

namespace {

using namespace asyncapi;
using namespace asyncapi::mqtt::detail;

result<said_properties> round_trip(const metadata& about, bool binary = false,
                                   std::size_t most = 8192) {
    outbound message{.address = "orders", .payload = "", .metadata = &about, .binary = binary};
    auto made = to_properties(message, most);
    if (!made) return made.error();
    return read_properties(testing_mqtt::properties(*made), most);
}

std::string user_property_of(const metadata& about) {
    const outbound message{.address = "orders", .payload = "", .metadata = &about};
    const auto made = to_properties(message, 8192);
    REQUIRE(made);
    std::string found;
    const auto all = testing_mqtt::properties(*made);
    std::string_view rest = all;
    REQUIRE(take_properties(rest, [&](const mqtt::detail::property& each) {
        if (each.id == property_id::user_property)
            found = std::string{each.text} + "=" + std::string{each.value};
    }));
    return found;
}

metadata with_header(const std::string& name, const std::string& value) {
    metadata about;
    about.headers.set(name, value);
    return about;
}

}  // namespace

TEST_CASE("metadata come back as they went") {
    metadata about;
    about.message_name = "OrderPlaced";
    about.message_id = "id-1";
    about.correlation_id = std::string{"\0\xff\n binary", 10};
    about.reply_address = "_reply/x";
    about.content_type = "application/json";
    about.time =
        std::chrono::system_clock::time_point{std::chrono::milliseconds{1'700'000'000'123}};
    about.trace = {"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", "a=b"};
    about.headers = {{"tenant", "acme"}, {"empty", ""}, {"%", "100%"}};

    for (const bool binary : {false, true}) {
        const auto back = round_trip(about, binary);
        REQUIRE(back);
        CHECK(back->binary == binary);
        CHECK(back->metadata.message_name == about.message_name);
        CHECK(back->metadata.message_id == about.message_id);
        CHECK((back->metadata.correlation_id == about.correlation_id));
        CHECK(back->metadata.reply_address == about.reply_address);
        CHECK(back->metadata.content_type == about.content_type);
        CHECK((back->metadata.time == about.time));
        CHECK(back->metadata.trace.traceparent == about.trace.traceparent);
        CHECK(back->metadata.trace.tracestate == about.trace.tracestate);
        CHECK((back->metadata.headers == about.headers));
    }
}

TEST_CASE("headers that MQTT does not carry, or that are this library's own, go encoded") {
    struct row {
        std::string name;
        std::string value;
        const char* wire;
    };
    const row rows[] = {
        {"tenant", "acme", "tenant=acme"},
        {"tenant", "100%", "tenant=100%"},
        {"tenant", "%41", "tenant=%41"},
        {"", "nameless", "=nameless"},
        {"tenant", "a\nb", "asyncapi-encoded:tenant=a%0Ab"},
        {"te\tnant", "a", "asyncapi-encoded:te%09nant=a"},
        {"tenant", std::string{"\0", 1}, "asyncapi-encoded:tenant=%00"},
        {"tenant", "\x7f", "asyncapi-encoded:tenant=%7F"},
        {"tenant", "\u0085", "asyncapi-encoded:tenant=%C2%85"},
        {"tenant", "\uFFFF", "asyncapi-encoded:tenant=%EF%BF%BF"},
        {"tenant", "\U0001FFFE", "asyncapi-encoded:tenant=%F0%9F%BF%BE"},
        {"tenant", "a %\n", "asyncapi-encoded:tenant=a%20%25%0A"},
        {"tenant", "\u00fc\u2603\U0001F680", "tenant=\u00fc\u2603\U0001F680"},
        {"asyncapi-id", "mine", "asyncapi-encoded:asyncapi-id=mine"},
        {"asyncapi-message", "mine", "asyncapi-encoded:asyncapi-message=mine"},
        {"asyncapi-time", "mine", "asyncapi-encoded:asyncapi-time=mine"},
        {"traceparent", "mine", "asyncapi-encoded:traceparent=mine"},
        {"tracestate", "mine", "asyncapi-encoded:tracestate=mine"},
        {"asyncapi-encoded:x", "mine", "asyncapi-encoded:asyncapi-encoded%3Ax=mine"},
    };
    for (const auto& row : rows) {
        CAPTURE(row.wire);
        const auto about = with_header(row.name, row.value);
        CHECK(user_property_of(about) == row.wire);
        const auto back = round_trip(about);
        REQUIRE(back);
        CHECK((back->metadata.headers == about.headers));
        CHECK(back->metadata.message_id.empty());
        CHECK(back->metadata.message_name.empty());
    }
}

TEST_CASE("what is not UTF-8 is refused, and so is a control character outside of headers") {
    for (const auto& bad : {std::string{"\xff"}, std::string{"\xed\xa0\x80"},
                            std::string{"\xc0\x80"}, std::string{"\xf4\x90\x80\x80"}}) {
        CAPTURE(bad);
        for (int where = 0; where < 6; ++where) {
            CAPTURE(where);
            metadata about;
            if (where == 0) about.message_name = bad;
            if (where == 1) about.message_id = bad;
            if (where == 2) about.reply_address = bad;
            if (where == 3) about.content_type = bad;
            if (where == 4) about.headers.set("tenant", bad);
            if (where == 5) about.headers.set(bad, "acme");
            const auto made = round_trip(about);
            REQUIRE_FALSE(made);
            CHECK(made.error() == errc::malformed);
        }
    }
    metadata about;
    about.content_type = "a\nb";
    CHECK_FALSE(round_trip(about));
    about.content_type = std::string{"a\0b", 3};
    CHECK_FALSE(round_trip(about));
}

TEST_CASE("an escape that is none, or that is no text, stays as it came") {
    struct row {
        const char* text;
        std::string decoded;
    };
    const row rows[] = {
        {"", ""},       {"abc", "abc"}, {"%41", "A"},         {"%4", "%4"},   {"%", "%"},
        {"%%41", "%A"}, {"%zz", "%zz"}, {"%4g", "%4g"},       {"%+1", "%+1"}, {"%-1", "%-1"},
        {"%0a", "\n"},  {"% 1", "% 1"}, {"%C3%BC", "\u00fc"},
    };
    for (const auto& row : rows) {
        CAPTURE(row.text);
        CHECK(asyncapi::detail::percent_decoded(row.text) == row.decoded);
        CHECK((asyncapi::detail::percent_decoded(asyncapi::detail::percent_encode(row.decoded)) ==
               row.decoded));
    }
    metadata about;
    take_user_property(about, "asyncapi-encoded:a%FF", "%FE");
    CHECK((about.headers == header_map{{"a%FF", "%FE"}}));
}

TEST_CASE("what MQTT calls text has no control character and no noncharacter") {
    struct row {
        std::string text;
        bool good;
    };
    const row rows[] = {
        {"", true},
        {"plain", true},
        {"\u00a0", true},
        {"\u00c2", true},
        {"\u009f", false},
        {"\u0080", false},
        {"\uFFFD", true},
        {"\uFFFE", false},
        {"x\uFFFF", false},
        {"\uFFFDx\uFFFE", false},
        {"\U0010FFFF", false},
        {"\U0010FFFD", true},
        {"\U0001F680", true},
        {"\U00010FFE", true},  // ends in FFE, but not in FFFE
        {"\U0003FF80", true},  // the bytes BF BE in its middle
        {"\uFF7F\u00fe", true},
        {std::string(65'535, 'x'), true},
        {std::string(65'536, 'x'), false},
    };
    for (const auto& row : rows) {
        CAPTURE(row.text.substr(0, 20));
        CHECK(is_mqtt_text(row.text) == row.good);
    }
}

TEST_CASE("metadata above the limit are refused, at the limit they are not") {
    const auto about = with_header("name", std::string(96, 'x'));
    CHECK(round_trip(about, false, 100));
    const auto refused = round_trip(about, false, 99);
    REQUIRE_FALSE(refused);
    CHECK(refused.error() == errc::too_large);
}

TEST_CASE("what a foreign peer leaves out stays empty, and what it says twice is the last") {
    using testing_mqtt::bytes;
    using testing_mqtt::text;
    const auto said = testing_mqtt::properties(
        bytes(0x26) + text("tenant") + text("one") + bytes(0x26) + text("tenant") + text("two") +
        bytes(0x26) + text("asyncapi-time") + text("yesterday") + bytes(0x0B, 1) +
        bytes(0x0B, 0xFF, 0xFF, 0xFF, 0x7F));
    const auto read = read_properties(said, 8192);
    CHECK((read.metadata.headers == header_map{{"tenant", "two"}}));
    CHECK_FALSE(read.metadata.time);
    CHECK((read.subscriptions == std::vector<std::uint64_t>{1, 268'435'455}));
    CHECK(read.metadata.message_name.empty());
    CHECK_FALSE(read.binary);
}

TEST_CASE("metadata that are read are bounded as those that are written") {
    using testing_mqtt::bytes;
    using testing_mqtt::text;
    const auto header = [](const std::string& name, const std::string& value) {
        return bytes(0x26) + text(name) + text(value);
    };
    const auto said = testing_mqtt::properties(
        bytes(0x03) + text("text/plain") + header("a", "12345678") + bytes(0x0B, 7) +
        header("b", "1") + bytes(0x0B, 9) + bytes(0x02, 0, 2, 0, 0));  // no text
    auto read = read_properties(said, 21);
    CHECK_FALSE(read.too_large);
    CHECK(read.metadata.headers.size() == 2);

    read = read_properties(said, 20);
    CHECK(read.too_large);
    CHECK(read.metadata.headers.size() == 1);
    CHECK((read.subscriptions == std::vector<std::uint64_t>{7, 9}));
    CHECK(read_properties(said, 9).metadata.content_type.empty());
}
