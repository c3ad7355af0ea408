#include <asyncapi/transports/mqtt/detail/subscriptions.hpp>

#include <doctest/doctest.h>

#include <string>

using asyncapi::mqtt::detail::subscriptions;

TEST_CASE("two filters overlap when some topic matches both") {
    struct row {
        const char* left;
        const char* right;
        bool overlap;
    };
    const row rows[] = {
        {"a", "a", true},          {"a", "b", false},        {"a/b", "a", false},
        {"a/b", "a/b", true},      {"a/+", "a/b", true},     {"a/+", "+/b", true},
        {"a/+", "b/+", false},     {"a/+/c", "a/b/+", true}, {"a/+/c", "a/b/d", false},
        {"#", "a/b/c", true},      {"a/#", "a", true},       {"a/#", "a/b/c", true},
        {"a/#", "b/#", false},     {"+/b/#", "a/+/c", true}, {"a/b/#", "a/+", true},
        {"a/b/c/#", "a/+", false}, {"a/", "a", false},       {"a/", "a/+", true},
        {"/a", "a", false},        {"/a", "+/a", true},      {"", "", true},
        {"+", "", true},           {"//", "/", false},       {"//", "+/+/+", true},
    };
    for (const auto& row : rows) {
        CAPTURE(row.left);
        CAPTURE(row.right);
        CHECK(subscriptions::overlap(row.left, row.right) == row.overlap);
        CHECK(subscriptions::overlap(row.right, row.left) == row.overlap);
    }
}

TEST_CASE("consumers share one subscription, and the last one ends it") {
    subscriptions wanted;
    const auto route = wanted.want("a/+", "a/+").route;
    wanted.assign(1, "a/+");
    CHECK(wanted.want("a/+", "a/+").route == route);
    wanted.assign(2, "a/+");
    CHECK(wanted.find("a/+")->consumers == 2);
    CHECK_FALSE(wanted.leave(1));
    CHECK_FALSE(wanted.leave(1));
    CHECK((wanted.leave(2) == "a/+"));
    CHECK(wanted.all().empty());
    CHECK_FALSE(wanted.leave(2));
    CHECK_FALSE(wanted.leave(99));
}

TEST_CASE("a group has a subscription of its own") {
    subscriptions wanted;
    const auto plain = wanted.want("a", "a").route;
    const auto& shared = wanted.want("$share/g/a", "a");
    CHECK(shared.route != plain);
    CHECK(shared.shared);
    CHECK(shared.filter == "a");
    CHECK_FALSE(wanted.find("a")->shared);
}

TEST_CASE("a group is ambiguous beside another whose messages it could get") {
    subscriptions wanted;
    wanted.want("$share/g/a/+", "a/+");
    CHECK(wanted.ambiguous("$share/h/a/b", "a/b"));
    CHECK(wanted.ambiguous("$share/g/a/#", "a/#"));
    CHECK_FALSE(wanted.ambiguous("$share/g/a/+", "a/+"));
    CHECK_FALSE(wanted.ambiguous("$share/h/b/+", "b/+"));
    subscriptions plain;
    plain.want("a/+", "a/+");
    CHECK_FALSE(plain.ambiguous("$share/g/a/b", "a/b"));
}

TEST_CASE("a filter has the same number in every program, and no two of one program share it") {
    subscriptions one;
    subscriptions other;
    const auto a = one.want("orders/+", "orders/+").route;
    const auto b = one.want("$share/g/orders/+", "orders/+").route;
    CHECK(other.want("$share/g/orders/+", "orders/+").route == b);
    CHECK(other.want("orders/+", "orders/+").route == a);
    CHECK(a != b);
    // MQTT 5 section 3.8.2.1.2: from 1 to 268,435,455.
    for (int i = 0; i < 1000; ++i) {
        const auto filter = "f/" + std::to_string(i);
        const auto route = one.want(filter, filter).route;
        CHECK(route >= 1);
        CHECK(route <= 268'435'455);
        CHECK(one.has_route(route));
    }
    CHECK_FALSE(other.has_route(one.want("f/1", "f/1").route));
}

TEST_CASE("what the broker may still have is remembered until it has let go of it") {
    subscriptions wanted;
    wanted.want("a", "a");
    wanted.assign(1, "a");
    CHECK(wanted.leave(1));
    CHECK(wanted.forgotten().empty());  // it was never asked for

    wanted.want("a", "a").asked = true;
    wanted.assign(2, "a");
    CHECK(wanted.leave(2));
    CHECK((wanted.forgotten() == std::set<std::string>{"a"}));
    wanted.on_left("a");
    CHECK(wanted.forgotten().empty());

    wanted.want("a", "a").asked = true;
    wanted.assign(3, "a");
    CHECK(wanted.leave(3));
    wanted.want("a", "a");  // and now it is wanted again
    CHECK(wanted.forgotten().empty());

    auto& b = wanted.want("b", "b");
    b.asked = b.at_broker = true;
    wanted.assign(4, "b");
    CHECK(wanted.leave(4));
    wanted.find("a")->asked = wanted.find("a")->at_broker = true;
    wanted.on_new_session();
    CHECK(wanted.forgotten().empty());
    CHECK_FALSE(wanted.find("a")->asked);
    CHECK_FALSE(wanted.find("a")->at_broker);
}
