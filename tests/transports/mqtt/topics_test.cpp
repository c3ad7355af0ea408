#include <asyncapi/transports/mqtt/detail/topics.hpp>

#include <doctest/doctest.h>

#include <string>

using namespace asyncapi;
using namespace asyncapi::mqtt::detail;

TEST_CASE("a parameter becomes a wildcard, and all else stays") {
    struct row {
        const char* address;
        const char* filter;
    };
    const row rows[] = {
        {"orders", "orders"},
        {"orders/placed", "orders/placed"},
        {"orders/{id}", "orders/+"},
        {"orders/{id}/lines/{line}", "orders/+/lines/+"},
        {"orders/o-{id}.json", "orders/+"},
        {"{a}", "+"},
        {"+", "+"},
        {"#", "#"},
        {"orders/#", "orders/#"},
        {"orders/+/lines", "orders/+/lines"},
        {"/", "/"},
        {"//", "//"},
        {"/orders/", "/orders/"},
        {"$SYS/broker", "$SYS/broker"},
        {"gr\u00fc\u00dfe/\U0001F680", "gr\u00fc\u00dfe/\U0001F680"},
        {"with space", "with space"},
    };
    for (const auto& row : rows) {
        CAPTURE(row.address);
        const auto filter = to_topic_filter(row.address);
        REQUIRE(filter);
        CHECK(*filter == row.filter);
    }
}

TEST_CASE("what no broker takes as a filter is refused, with a reason") {
    struct row {
        std::string address;
        const char* why;
    };
    const row rows[] = {
        {"", "it is empty"},
        {std::string(max_topic_bytes + 1, 'x'), "too long"},
        {std::string{"a\0b", 3}, "no plain text"},
        {"a\nb", "no plain text"},
        {"a\x7f", "no plain text"},
        {"\xff", "no plain text"},
        {"\xed\xa0\x80", "no plain text"},
        {"a/#/b", "# is the last level"},
        {"#/", "# is the last level"},
        {"a#", "a wildcard stands for a whole level"},
        {"a/b+", "a wildcard stands for a whole level"},
        {"++", "a wildcard stands for a whole level"},
        {"$share/group/a", "groups are named in subscribe_options"},
    };
    for (const auto& row : rows) {
        CAPTURE(row.why);
        const auto filter = to_topic_filter(row.address);
        REQUIRE_FALSE(filter);
        CHECK(filter.error() == errc::invalid_address);
        // The detail is cut where the address is very long.
        if (row.address.size() < 100)
            CHECK(filter.error().detail().find(row.why) != std::string::npos);
    }
}

TEST_CASE("messages are sent to concrete addresses only") {
    for (const auto* good : {"a", "/", "a/b c", "a//b", "$SYS/x", "\u00fc", "$shared"}) {
        CAPTURE(std::string{good});
        CHECK(check_topic(good));
    }
    const std::string long_one(max_topic_bytes, 'x');
    CHECK(check_topic(long_one));
    for (const auto& bad :
         {std::string{}, long_one + "x", std::string{"a/+"}, std::string{"#"}, std::string{"a/{b}"},
          std::string{"a\0", 2}, std::string{"\xff"}, std::string{"$share/g/a"}}) {
        CAPTURE(bad);
        const auto checked = check_topic(bad);
        REQUIRE_FALSE(checked);
        CHECK(checked.error() == errc::invalid_address);
    }
}

TEST_CASE("a group goes before its filter, and is one plain level") {
    CHECK((to_shared_filter("", "a/+").value() == "a/+"));
    CHECK((to_shared_filter("workers", "a/+").value() == "$share/workers/a/+"));
    for (const auto& bad : {std::string{"a/b"}, std::string{"+"}, std::string{"a#"},
                            std::string{"a\n"}, std::string{"\xff"}}) {
        CAPTURE(bad);
        const auto made = to_shared_filter(bad, "a");
        REQUIRE_FALSE(made);
        CHECK(made.error() == errc::invalid_address);
    }
}

TEST_CASE("wildcards at the front do not have topics that begin with $") {
    CHECK(filter_has("#", "a/b"));
    CHECK(filter_has("+/b", "a/b"));
    CHECK(filter_has("$SYS/#", "$SYS/broker/uptime"));
    CHECK(filter_has("$SYS/+", "$SYS/x"));
    CHECK_FALSE(filter_has("#", "$SYS/x"));
    CHECK_FALSE(filter_has("+/x", "$SYS/x"));
    CHECK_FALSE(filter_has("a", "b"));
}
