#include <asyncapi/transports/detail/envelope_reader.hpp>

#include <doctest/doctest.h>

#include <string>

namespace {

using namespace asyncapi;
using namespace asyncapi::detail;
using kind = envelope::kind;

constexpr std::size_t limit = 8 * 1024;

std::string frame_of(const metadata& about, std::string_view tail = "}") {
    return open_header("orders/1", about).value() + std::string{tail};
}

}  // namespace

TEST_CASE("what is written of a message is read back") {
    metadata sent;
    sent.message_name = "OrderPlaced";
    sent.message_id = "m-1";
    sent.correlation_id = "c \"1\" \n \u2603";
    sent.reply_address = "replies/7";
    sent.content_type = "application/json";
    sent.time = std::chrono::system_clock::time_point{std::chrono::milliseconds{1'700'000'000'123}};
    sent.trace = {"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", "a=b"};
    sent.headers = {{"plain", "value"}, {"empty", ""}, {"address", "not the address"}};

    const auto frame = frame_of(sent, ",\"attempt\":3,\"ack\":true}\n{\"broken\": json\n\n");
    const auto read = read_envelope(frame, limit);

    REQUIRE(read);
    CHECK(read->what == kind::message);
    CHECK(read->address == "orders/1");
    CHECK(read->attempt == 3);
    CHECK(read->wants_acknowledgement);
    CHECK(read->key == "m-1");
    CHECK(read->payload == "{\"broken\": json\n\n");
    CHECK(read->about.message_name == sent.message_name);
    CHECK(read->about.message_id == sent.message_id);
    CHECK(read->about.correlation_id == sent.correlation_id);
    CHECK(read->about.reply_address == sent.reply_address);
    CHECK(read->about.content_type == sent.content_type);
    CHECK((read->about.time == sent.time));
    CHECK(read->about.trace.traceparent == sent.trace.traceparent);
    CHECK(read->about.trace.tracestate == sent.trace.tracestate);
    CHECK((read->about.headers == sent.headers));
}

TEST_CASE("a header is one line, whatever is in it") {
    metadata about;
    about.correlation_id = "line\nbreak\r\n";
    about.headers.set("a\nb", "c\nd");
    CHECK(frame_of(about).find('\n') == std::string::npos);
}

TEST_CASE("what is not UTF-8 is not written") {
    metadata about;
    about.headers.set("name", "\xFF");
    CHECK(open_header("orders", about).error() == errc::malformed);
    about.headers = {{"\xC0\x80", "x"}};
    CHECK(open_header("orders", about).error() == errc::malformed);
    CHECK(open_header("\xED\xA0\x80", {}).error() == errc::malformed);
}

TEST_CASE("each kind of frame is known by its members") {
    struct row {
        const char* frame;
        kind what;
        const char* address;
        const char* key;
        bool wants_acknowledgement;
    };
    const row rows[] = {
        {R"({"address":"a"})", kind::message, "a", "", false},
        {R"({"address":"a","id":"1"})", kind::message, "a", "", false},
        {R"({"address":"a","id":"1","ack":true})", kind::message, "a", "1", true},
        {R"({"address":"a","id":"1","ack":false})", kind::message, "a", "", false},
        {R"({"address":"a","ack":"#7"})", kind::message, "a", "#7", true},
        {R"({"subscribe":"a/+"})", kind::subscribe, "a/+", "", false},
        {R"({"subscribe":"a/+","ack":true,"id":"s"})", kind::subscribe, "a/+", "s", true},
        {R"({"unsubscribe":"a/+","id":"u"})", kind::unsubscribe, "a/+", "u", false},
        {R"({"ack":"1"})", kind::acknowledged, "", "1", true},
        {R"({"nack":"1"})", kind::refused, "", "1", false},
        {R"({"error":"unauthorized","detail":"no","id":"1","address":"a"})", kind::failed, "a", "1",
         false},
        {R"( { "address" : "a" } )", kind::message, "a", "", false},
        {R"({"address":"a","unknown":[{"deep":[1,null,"x"]}],"more":1e3})", kind::message, "a", "",
         false},
    };
    for (const auto& row : rows) {
        CAPTURE(std::string{row.frame});
        const auto read = read_envelope(row.frame, limit);
        REQUIRE(read);
        CHECK(read->what == row.what);
        CHECK(read->address == row.address);
        CHECK(read->wants_acknowledgement == row.wants_acknowledgement);
        if (row.wants_acknowledgement || row.what != kind::message) CHECK(read->key == row.key);
        CHECK(read->payload.empty());
    }
}

TEST_CASE("numbers and booleans among the headers become their JSON text") {
    const auto read = read_envelope(
        R"({"address":"a","headers":{"n":-1.50e3,"big":123456789012345678901234567890,"yes":true,"no":false,"t":"1"}})",
        limit);
    REQUIRE(read);
    const header_map expected{{"n", "-1.50e3"},
                              {"big", "123456789012345678901234567890"},
                              {"yes", "true"},
                              {"no", "false"},
                              {"t", "1"}};
    CHECK((read->about.headers == expected));
}

TEST_CASE("a broken header is refused, and nothing else happens") {
    const std::string deep = R"({"address":"a","x":)" + std::string(5000, '[');
    const std::string deep_objects = [] {
        std::string text = R"({"address":"a","x":)";
        for (int i = 0; i < 1000; ++i) text += R"({"x":)";
        return text;
    }();
    const std::string frames[] = {
        "",
        "\n",
        "{",
        "}",
        "[]",
        "null",
        "\"address\"",
        "1",
        "{}",
        "payload without a header",
        R"({"address":"a"}x)",
        R"({"address":"a"}{"address":"b"})",
        std::string{"{\"address\":\"a\"}\0junk", 20},
        std::string{"{\"address\":\"a\0\"}", 16},
        R"({"address":1})",
        R"({"address":null})",
        R"({"address":["a"]})",
        R"({"address":{"a":"b"}})",
        R"({"address":"a","address":"b"})",
        R"({"address":"a","id":7})",
        R"({"address":"a","ack":true})",
        R"({"address":"a","attempt":0})",
        R"({"address":"a","attempt":-1})",
        R"({"address":"a","attempt":1.5})",
        R"({"address":"a","attempt":4294967296})",
        R"({"address":"a","attempt":"1"})",
        R"({"address":"a","time":"yesterday"})",
        R"({"address":"a","time":1700000000})",
        R"({"address":"a","headers":"x"})",
        R"({"address":"a","headers":[]})",
        R"({"address":"a","headers":{"x":null}})",
        R"({"address":"a","headers":{"x":{}}})",
        R"({"address":"a","headers":{"x":[]}})",
        R"({"subscribe":"a","unsubscribe":"a"})",
        R"({"subscribe":true})",
        R"({"ack":7})",
        R"({"ack":""})",
        R"({"ack":true})",
        R"({"nack":true})",
        "{\"address\":\"\xFF\"}",
        "{\"address\":\"\xC0\xAF\"}",
        "{\"address\":\"a\\ud800\"}",
        "{\"address\":\"a\tb\"}",
        "{'address':'a'}",
        "{\"address\":\"a\",}",
        deep,
        deep_objects,
        R"({"address":")" + std::string(limit, 'a') + R"("})",
        std::string(2 * limit, ' ') + R"({"address":"a"})",
        std::string(limit + 1, '{'),
    };
    for (const auto& frame : frames) {
        CAPTURE(frame.substr(0, 80));
        const auto read = read_envelope(frame, limit);
        REQUIRE_FALSE(read);
        CHECK(read.error() == errc::malformed);
        CHECK_FALSE(read.error().detail().empty());
    }
}

TEST_CASE("the payload has no part in the header's limit") {
    const auto frame = R"({"address":"a"})" + ("\n" + std::string(100'000, 'x'));
    const auto read = read_envelope(frame, 64);
    REQUIRE(read);
    CHECK(read->payload.size() == 100'000);
}

TEST_CASE("every prefix and every changed byte of a header is read or refused") {
    metadata about;
    about.message_id = "m-1";
    about.correlation_id = "\u2603";
    about.headers = {{"n", "1"}};
    const auto whole = frame_of(about, ",\"ack\":true,\"headers2\":{\"x\":[1,2]}}\npayload");
    REQUIRE(read_envelope(whole, limit));
    std::size_t refused = 0;
    for (std::size_t size = 0; size < whole.size(); ++size) {
        if (!read_envelope(std::string_view{whole}.substr(0, size), limit)) ++refused;
    }
    for (std::size_t at = 0; at < whole.size(); ++at) {
        for (int byte = 0; byte < 256; byte += 5) {
            auto changed = whole;
            changed[at] = static_cast<char>(byte);
            if (!read_envelope(changed, limit)) ++refused;
        }
    }
    CHECK(refused > 0);
}

TEST_CASE("control frames are what a peer in another language expects") {
    CHECK(subscribe_frame("a/+", "s", true) == R"({"subscribe":"a/+","id":"s","ack":true})");
    CHECK(subscribe_frame("a", "", false) == R"({"subscribe":"a"})");
    CHECK(unsubscribe_frame("a", "") == R"({"unsubscribe":"a"})");
    CHECK(acknowledgement_frame("1", true) == R"({"ack":"1"})");
    CHECK(acknowledgement_frame("1", false) == R"({"nack":"1"})");
    CHECK(error_frame("malformed", "why", "", "") == R"({"error":"malformed","detail":"why"})");
    CHECK(error_frame("x", "\xFF", "", "") == R"({"error":"x"})");
}
