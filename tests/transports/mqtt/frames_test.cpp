#include <asyncapi/transports/mqtt/detail/frames.hpp>

#include "packets.hpp"

#include <doctest/doctest.h>

#include <optional>
#include <string>
#include <vector>

namespace {

using namespace asyncapi;
using namespace asyncapi::mqtt::detail;
using testing_mqtt::bytes;

struct seen {
    packet type;
    unsigned flags;
    std::string whole;
    std::string body;
};

// What is fed lives only as long as the call.
result<void> feed(frame_reader& reader, const std::string& part, std::vector<seen>& into) {
    const auto input = std::make_unique<char[]>(part.size());
    std::copy(part.begin(), part.end(), input.get());
    return reader.feed({input.get(), part.size()}, [&](const frame& each) {
        into.push_back({each.type, each.flags, std::string{each.whole}, std::string{each.body}});
        return true;
    });
}

}  // namespace

TEST_CASE("packets are the same wherever the stream is split") {
    const std::vector<std::string> packets{
        testing_mqtt::connack(),
        testing_mqtt::publish({.payload = std::string(200, 'x'), .qos = 1, .id = 7}),
        testing_mqtt::packet(0xD0),
        testing_mqtt::packet(0x40, testing_mqtt::u16(7)),
        testing_mqtt::publish({.topic = "", .payload = ""}),
    };
    std::string all;
    for (const auto& each : packets) all += each;

    const auto check = [&](const std::vector<seen>& found) {
        REQUIRE(found.size() == packets.size());
        for (std::size_t i = 0; i < packets.size(); ++i) {
            CHECK((found[i].whole == packets[i]));
            CHECK(packets[i].ends_with(found[i].body));
        }
    };
    for (std::size_t first = 0; first <= all.size(); ++first) {
        for (const auto second : {first, (first + all.size()) / 2, all.size()}) {
            CAPTURE(first);
            CAPTURE(second);
            frame_reader reader{1000};
            std::vector<seen> found;
            REQUIRE(feed(reader, all.substr(0, first), found));
            REQUIRE(feed(reader, all.substr(first, second - first), found));
            REQUIRE(feed(reader, all.substr(second), found));
            check(found);
        }
    }
    frame_reader reader{1000};
    std::vector<seen> found;
    for (const char c : all) REQUIRE(feed(reader, {c}, found));
    check(found);
}

TEST_CASE("each type wants its flags") {
    for (unsigned first = 0; first < 256; ++first) {
        const auto type = first >> 4U;
        const auto flags = first & 0xFU;
        const bool two = type == 6 || type == 8 || type == 10;
        const bool good = type == 3   ? (flags & 6U) != 6U
                          : type == 0 ? false
                                      : flags == (two ? 2U : 0U);
        CAPTURE(first);
        frame_reader reader{1000};
        std::vector<seen> found;
        const auto fed = feed(reader, testing_mqtt::packet(first), found);
        CHECK(fed.has_value() == good);
        if (good) {
            REQUIRE(found.size() == 1);
            CHECK(static_cast<unsigned>(found[0].type) == type);
            CHECK(found[0].flags == flags);
        } else {
            CHECK(fed.error() == errc::protocol_error);
            CHECK(found.empty());
        }
    }
}

TEST_CASE("a packet's length has one to four bytes") {
    struct row {
        std::string length;
        std::optional<std::size_t> value;  // nothing: it is too long
    };
    const row rows[] = {
        {bytes(0x00), 0},
        {bytes(0x7F), 127},
        {bytes(0x80, 0x01), 128},
        {bytes(0xFF, 0x7F), 16'383},
        {bytes(0x80, 0x80, 0x01), 16'384},
        {bytes(0xFF, 0xFF, 0x7F), 2'097'151},
        {bytes(0x80, 0x80, 0x80, 0x01), 2'097'152},
        {bytes(0xFF, 0xFF, 0xFF, 0xFF), {}},
        {bytes(0xFF, 0xFF, 0xFF, 0xFF, 0x7F), {}},
        {bytes(0x80, 0x80, 0x80, 0x80, 0x00), {}},
    };
    for (const auto& row : rows) {
        CAPTURE(row.length.size());
        frame_reader reader{3'000'000};
        std::vector<seen> found;
        const auto fed =
            feed(reader, bytes(0x30) + row.length + std::string(row.value.value_or(0), 'x'), found);
        REQUIRE(fed.has_value() == row.value.has_value());
        if (row.value) {
            REQUIRE(found.size() == 1);
            CHECK(found[0].body.size() == *row.value);
        } else {
            CHECK(fed.error() == errc::protocol_error);
        }
        // Before its last byte a length is not known.
        for (std::size_t part = 0; part < std::min<std::size_t>(row.length.size(), 4); ++part) {
            CAPTURE(part);
            const auto read = read_variable_integer(row.length.substr(0, part));
            CHECK(read.bytes == 0);
        }
    }
}

TEST_CASE("a packet above the limit is refused before it is there, one at the limit is not") {
    const auto whole = testing_mqtt::packet(0x30, std::string(98, 'x'));
    REQUIRE(whole.size() == 100);
    std::vector<seen> found;
    frame_reader wide{100};
    CHECK(feed(wide, whole, found));
    CHECK(found.size() == 1);

    frame_reader narrow{99};
    const auto fed = feed(narrow, whole.substr(0, 2), found);
    REQUIRE_FALSE(fed);
    CHECK(fed.error() == errc::too_large);
    CHECK(fed.error().detail() == "a packet of 100 bytes");
    CHECK(found.size() == 1);

    frame_reader split{99};
    CHECK(feed(split, whole.substr(0, 1), found));
    CHECK_FALSE(feed(split, whole.substr(1, 1), found));
}

TEST_CASE("what comes after a packet that ends it is left alone") {
    const auto two = testing_mqtt::packet(0xD0) + testing_mqtt::packet(0xE0) + bytes(0x00, 0x00);
    for (std::size_t split = 0; split < 3; ++split) {
        frame_reader reader{1000};
        int count = 0;
        const auto until_disconnect = [&](const frame& each) {
            ++count;
            return each.type != packet::disconnect;
        };
        CHECK(reader.feed(std::string_view{two}.substr(0, split), until_disconnect));
        CHECK(reader.feed(std::string_view{two}.substr(split), until_disconnect));
        CHECK(count == 2);
    }
}

TEST_CASE("numbers and texts that are not all there are not taken") {
    const auto whole = testing_mqtt::text("abc");
    for (std::size_t size = 0; size < whole.size(); ++size) {
        std::string_view from{whole.data(), size};
        CHECK_FALSE(take_text(from));
    }
    std::string_view from{whole};
    CHECK((take_text(from) == "abc"));
    CHECK(from.empty());
    CHECK_FALSE(take_u16(from));
}
