#include <asyncapi/detail/timestamp.hpp>

#include <doctest/doctest.h>

#include <string>

#include <chrono>

namespace {

using namespace asyncapi::detail;
using std::chrono::milliseconds;
using std::chrono::system_clock;

system_clock::time_point at(std::int64_t ms) {
    return system_clock::time_point{milliseconds{ms}};
}

}  // namespace

TEST_CASE("a time is written in UTC with milliseconds, and read back") {
    struct row {
        std::int64_t ms;
        const char* text;
    };
    const row rows[] = {
        {0, "1970-01-01T00:00:00.000Z"},
        {-1, "1969-12-31T23:59:59.999Z"},
        {1'700'000'000'123, "2023-11-14T22:13:20.123Z"},
        {951'782'400'000, "2000-02-29T00:00:00.000Z"},
    };
    for (const auto& row : rows) {
        CAPTURE(std::string{row.text});
        CHECK(to_timestamp(at(row.ms)) == row.text);
        CHECK((from_timestamp(row.text) == at(row.ms)));
    }
}

TEST_CASE("offsets, any number of decimals and a leap second are read") {
    struct row {
        const char* text;
        std::int64_t ms;
    };
    const row rows[] = {
        {"2023-11-14T22:13:20Z", 1'700'000'000'000},
        {"2023-11-14t22:13:20z", 1'700'000'000'000},
        {"2023-11-14 22:13:20Z", 1'700'000'000'000},
        {"2023-11-15T00:13:20+02:00", 1'700'000'000'000},
        {"2023-11-14T16:43:20-05:30", 1'700'000'000'000},
        {"2023-11-14T22:13:20.1Z", 1'700'000'000'100},
        {"2023-11-14T22:13:20.123456789Z", 1'700'000'000'123},
        {"2016-12-31T23:59:60Z", 1'483'228'800'000},
    };
    for (const auto& row : rows) {
        CAPTURE(std::string{row.text});
        CHECK((from_timestamp(row.text) == at(row.ms)));
    }
}

TEST_CASE("what is not a time of RFC 3339 is refused") {
    for (const auto* text : {"",
                             "Z",
                             "now",
                             "2023",
                             "2023-11-14",
                             "2023-11-14T22:13:20",
                             "2023-11-14T22:13Z",
                             "2023-13-14T22:13:20Z",
                             "2023-02-29T22:13:20Z",
                             "2023-11-14T24:00:00Z",
                             "2023-11-14T22:60:20Z",
                             "2023-11-14T22:13:61Z",
                             "2023-11-14T22:13:20.Z",
                             "2023-11-14T22:13:20+25:00",
                             "2023-11-14T22:13:20+02",
                             "2023-11-14T22:13:20Zjunk",
                             "-023-11-14T22:13:20Z",
                             "1492-10-12T00:00:00Z",
                             "9999-12-31T23:59:59Z",
                             "2023-11-14T22:13:20.99999999999999999999999999999999Z junk"}) {
        CAPTURE(std::string{text});
        CHECK_FALSE(from_timestamp(text));
    }
}
