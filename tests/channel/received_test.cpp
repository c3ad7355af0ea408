#include "support/orders.hpp"
#include "support/run.hpp"

#include <asyncapi/channel.hpp>
#include <asyncapi/transports/memory.hpp>

#include <doctest/doctest.h>

#include <functional>
#include <string>
#include <vector>

using asyncapi::errc;

namespace orders {

// A third message of one payload type, with headers of its own.
struct returned : asyncapi::message_of<reference> {
    static constexpr auto name = "OrderReturned";
    using headers = audit_headers;
};

}  // namespace orders

namespace {

namespace asio = boost::asio;

inline constexpr asyncapi::channel_object<orders::cancelled> cancellations{.address =
                                                                               "orders/events"};
inline constexpr asyncapi::channel_object<orders::cancelled, orders::returned> endings{
    .address = "orders/events"};

struct bench {
    asio::io_context context;
    asyncapi::memory::transport wire{context.get_executor()};
    std::vector<std::string> refused;

    std::function<void(const asyncapi::rejection&)> note() {
        return [this](const asyncapi::rejection& bad) {
            refused.push_back(bad.why.to_string());
            CHECK(bad.why == errc::contract_violation);
        };
    }
    void publish(std::string_view payload, asyncapi::metadata with = {}) {
        const asyncapi::any_transport raw = wire;
        asyncapi::outbound message;
        message.address = "orders/events";
        message.payload = payload;
        message.metadata = &with;
        REQUIRE(raw->try_publish(message));
    }
};

}  // namespace

TEST_CASE("a channel's one message is not mistaken for another of the same shape") {
    bench on;
    asyncapi::channel events{on.wire, orders::events_channel};
    asyncapi::channel only{on.wire, cancellations};
    std::vector<std::string> names;
    auto handling =
        only.subscribe([&](auto& each) { names.push_back(each.metadata.message_name); }, on.note());

    REQUIRE(events.send_as<orders::shipped>({"ORD-1"}));
    REQUIRE(events.send_as<orders::cancelled>({"ORD-1"}));
    on.publish(R"({"orderId":"ORD-1"})");
    support::settle(on.context);

    // A peer that does not name its message gets the benefit of the schema.
    CHECK(names == std::vector<std::string>{"OrderCancelled", "OrderCancelled"});
    CHECK(on.refused ==
          std::vector<std::string>{"OrderShipped: contract violation (oneOf): the channel has no "
                                   "message of this name"});
}

TEST_CASE("declared headers are read as their type, and sent so with any of a channel's messages") {
    bench on;
    asyncapi::channel all{on.wire, endings};
    std::vector<orders::audit_headers> seen;
    auto handling = all.subscribe(
        [&](auto& each) {
            if (!each.template get_if<orders::returned>()) return;
            const auto headers = each.template headers<orders::returned>();
            REQUIRE(headers);
            seen.push_back(*headers);
        },
        on.note());

    REQUIRE(all.send_as<orders::returned>({"ORD-1"}, orders::audit_headers{"acme", 7}));
    REQUIRE(all.send_as<orders::returned>({"ORD-1"}, orders::audit_headers{"7", {}},
                                          {.headers = {{"note", "undeclared"}}}));
    REQUIRE(all.send_as<orders::cancelled>({"ORD-1"}));
    const auto missing = all.send_as<orders::returned>({"ORD-1"});
    const auto wrong = all.send_as<orders::returned>({"ORD-1"}, orders::audit_headers{"", 7});
    support::settle(on.context);

    REQUIRE(seen.size() == 2);
    CHECK(seen[0].tenant == "acme");
    CHECK(seen[0].priority == 7);
    CHECK(seen[1].tenant == "7");
    CHECK_FALSE(seen[1].priority);
    REQUIRE_FALSE(missing);
    CHECK(missing.error().where().keyword == "required");
    REQUIRE_FALSE(wrong);
    CHECK(wrong.error().where().pointer == "/tenant");
    CHECK(wrong.error().where().message == "OrderReturned headers");
    CHECK(on.refused.empty());
}

TEST_CASE("a message that needs headers is refused without them") {
    bench on;
    asyncapi::channel all{on.wire, endings};
    std::size_t handled = 0;
    auto handling = all.subscribe([&](auto&) { ++handled; }, on.note());
    asyncapi::metadata with;
    with.message_name = "OrderReturned";
    on.publish(R"({"orderId":"ORD-1"})", with);
    with.headers = {{"tenant", "acme"}, {"priority", "10"}};
    on.publish(R"({"orderId":"ORD-1"})", with);
    with.headers = {{"tenant", "acme"}, {"priority", "nine"}};
    on.publish(R"({"orderId":"ORD-1"})", with);
    with.headers = {{"tenant", "acme"}, {"priority", "9"}, {"other", "\x01"}};
    on.publish(R"({"orderId":"ORD-1"})", with);
    support::settle(on.context);

    CHECK(handled == 1);
    REQUIRE(on.refused.size() == 3);
    CHECK(on.refused[0].find("OrderReturned headers: contract violation (required)") == 0);
    CHECK(on.refused[1].find("OrderReturned headers at /priority: contract violation (maximum)") ==
          0);
    CHECK(on.refused[2].find("OrderReturned headers at /priority: contract violation (type)") == 0);
}
