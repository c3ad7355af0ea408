#include <asyncapi/address.hpp>

#include <doctest/doctest.h>

using asyncapi::address_template;
using asyncapi::errc;
using asyncapi::parameters;

TEST_CASE("an address matches what its parameters and wildcards stand for, and nothing else") {
    struct row {
        const char* pattern;
        const char* address;
        bool matches;
        parameters values;
    };
    const row rows[] = {
        {"orders", "orders", true, {}},
        {"orders", "orders/1", false, {}},
        {"orders/{id}", "orders/1", true, {{"id", "1"}}},
        {"orders/{id}", "orders", false, {}},
        {"orders/{id}", "orders/", false, {}},
        {"orders/{id}", "orders/1/2", false, {}},
        {"orders/{id}/status", "orders/ORD-1/status", true, {{"id", "ORD-1"}}},
        {"user.{id}.signedup", "user.42.signedup", true, {{"id", "42"}}},
        {"user.{id}.signedup", "user..signedup", false, {}},
        {"{a}-{b}", "x-y-z", true, {{"a", "x"}, {"b", "y-z"}}},
        {"{a}/{a}", "x/x", true, {{"a", "x"}}},
        {"{a}/{a}", "x/y", false, {}},
        {"orders/+/status", "orders/1/status", true, {}},
        {"orders/#", "orders", true, {}},
        {"orders/#", "orders/1/status", true, {}},
        {"#", "anything/at/all", true, {}},
        {"a/#/b", "a/x/b", false, {}},
    };
    for (const auto& row : rows) {
        CAPTURE(row.pattern);
        CAPTURE(row.address);
        const auto values = address_template{row.pattern}.match(row.address);
        CHECK(values.has_value() == row.matches);
        if (values) CHECK(*values == row.values);
    }
}

TEST_CASE("a parameter's value cannot change the shape of an address") {
    const address_template address{"orders/{id}/status"};
    for (const auto* value : {"", "a/b", "+", "#", "$SYS", "{x}", "a\nb"}) {
        CAPTURE(value);
        const auto filled = address.expand({{"id", value}});
        REQUIRE_FALSE(filled);
        CHECK(filled.error() == errc::invalid_address);
    }
    CHECK(address.expand({{"id", "ORD-1"}}).value() == "orders/ORD-1/status");
    CHECK_FALSE(address.expand({}));
    CHECK_FALSE(address.expand({{"id", "1"}, {"other", "2"}}));
}
