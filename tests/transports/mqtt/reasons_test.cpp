#include <asyncapi/transports/mqtt/detail/reasons.hpp>

#include <doctest/doctest.h>

#include <set>
#include <string>

using namespace asyncapi;
using namespace asyncapi::mqtt::detail;

TEST_CASE("a refusal says what was refused, why, and what the broker adds") {
    CHECK(refusal(0x87, "the message", {}).detail() == "the message: not authorized");
    CHECK(refusal(0x87, "the message", "by rule 7").detail() ==
          "the message: not authorized (by rule 7)");
    CHECK(refusal(0x87, "the message", {}) == errc::unauthorized);
    CHECK(refusal(4, "the connection", {}).detail() == "the connection: bad user name or password");
    CHECK(refusal(4, "the connection", {}) == errc::unauthorized);
    CHECK(refusal(1, "the connection", {}) == errc::unsupported);
}

TEST_CASE("every reason has a meaning of its own, in order") {
    std::set<std::string> texts;
    int last = 0;
    for (const auto& each : reasons) {
        CAPTURE(each.text);
        CHECK(each.reason > last);
        CHECK(each.reason >= 0x80);
        CHECK(texts.insert(each.text).second);
        last = each.reason;
    }
    // MQTT 5 section 2.4 has no gap between these.
    CHECK(texts.size() == 0xA2 - 0x80 + 1);
    CHECK(std::size(return_codes) == 5);
}

TEST_CASE("a reason that is not known is rejected with its number") {
    for (const int unknown : {0x06, 0x7F, 0xA3, 0xFF}) {
        const auto why = refusal(static_cast<std::uint8_t>(unknown), "the connection", {});
        CHECK(why == errc::rejected);
        CHECK(why.detail() == "the connection: reason " + std::to_string(unknown));
    }
}

TEST_CASE("what a broker says is cut, and cannot break a log's line") {
    const auto why = refusal(0x80, "the message", "a\nb" + std::string(1000, 'x'));
    CHECK(why.detail().size() <= error::max_detail_bytes);
    CHECK(why.to_string().find('\n') == std::string::npos);
}
