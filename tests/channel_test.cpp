#include "support/orders.hpp"
#include "support/run.hpp"

#include <asyncapi/channel.hpp>
#include <asyncapi/transports/memory.hpp>

#include <doctest/doctest.h>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>

#include <string>
#include <vector>

namespace asio = boost::asio;
using asyncapi::errc;
using namespace std::chrono_literals;

namespace {

struct bench {
    asio::io_context context;
    asyncapi::memory::transport wire{context.get_executor()};
};

void publish_text(const asyncapi::any_transport& wire, std::string_view address,
                  std::string_view payload, asyncapi::metadata with = {}) {
    asyncapi::outbound raw;
    raw.address = address;
    raw.payload = payload;
    raw.metadata = &with;
    REQUIRE(wire->try_publish(raw));
}

}  // namespace

TEST_CASE("a message arrives with its payload and the metadata it was given") {
    bench on;
    asyncapi::channel placed{on.wire, orders::placed_channel};
    auto consumer = placed.subscribe();
    const auto sent = placed.send(orders::valid_order(), {.correlation_id = "c-1"});
    REQUIRE(sent);

    support::run(on.context, [](auto& from, auto ids) -> asio::awaitable<void> {
        auto order = co_await from.next();
        REQUIRE(order);
        CHECK(order->payload.order_id == "ORD-000001");
        CHECK(order->payload.lines.at(0).sku == "A-7");
        CHECK(order->payload.lines.at(0).quantity == 2);
        CHECK(order->payload.total == 19.90);
        CHECK_FALSE(order->payload.note);
        CHECK(order->metadata.message_name == "OrderPlaced");
        CHECK(order->metadata.message_id == ids.message_id);
        CHECK(order->metadata.correlation_id == "c-1");
        CHECK(order->metadata.content_type == "application/json");
        CHECK(order->metadata.time.has_value());
        CHECK(order->address() == "orders/placed");
        CHECK(order->attempt() == 1);
        order->acknowledge();
    }(consumer, *sent));
    CHECK(consumer.counters().accepted == 1);
    CHECK(consumer.counters().released == 0);
}

TEST_CASE("a payload that breaks its schema is not sent, and the error says where") {
    bench on;
    asyncapi::channel placed{on.wire, orders::placed_channel};
    auto consumer = placed.subscribe();
    auto order = orders::valid_order();
    order.lines[0].quantity = 1001;

    const auto sent = placed.send(order);

    REQUIRE_FALSE(sent);
    CHECK(sent.error() == errc::contract_violation);
    CHECK(sent.error().where().message == "OrderPlaced");
    CHECK(sent.error().where().pointer == "/lines/0/quantity");
    CHECK(sent.error().where().keyword == "maximum");
    CHECK(sent.error().where().schema_pointer ==
          "/properties/lines/items/properties/quantity/maximum");
    support::settle(on.context);
    CHECK(consumer.counters().received == 0);
}

TEST_CASE("a received message that breaks its schema never becomes a message") {
    struct row {
        const char* payload;
        errc code;
        const char* pointer;
        const char* keyword;
    };
    const row rows[] = {
        {R"({"orderId":"ORD-000001","lines":[{"sku":"A-7","quantity":0}],"total":1})",
         errc::contract_violation, "/lines/0/quantity", "minimum"},
        {R"({"orderId":"ORD-000001","lines":[{"sku":"A-7","quantity":5000000000}],"total":1})",
         errc::contract_violation, "/lines/0/quantity", "maximum"},
        {R"({"orderId":"ORD-000001","total":1})", errc::contract_violation, "", "required"},
        {R"({"orderId":"ORD-000001",)", errc::malformed, nullptr, nullptr},
        {"", errc::malformed, nullptr, nullptr},
    };
    for (const auto& row : rows) {
        CAPTURE(row.payload);
        bench on;
        asyncapi::channel placed{on.wire, orders::placed_channel};
        std::vector<asyncapi::error> refused;
        std::size_t handled = 0;
        auto orders =
            placed.subscribe([&](auto&) { ++handled; },
                             [&](const asyncapi::rejection& bad) { refused.push_back(bad.why); });

        publish_text(on.wire, "orders/placed", row.payload);
        support::settle(on.context);

        CHECK(handled == 0);
        REQUIRE(refused.size() == 1);
        CHECK(refused[0] == row.code);
        CHECK(refused[0].where().message == "OrderPlaced");
        if (row.pointer) CHECK(refused[0].where().pointer == row.pointer);
        if (row.keyword) CHECK(refused[0].where().keyword == row.keyword);
        CHECK(orders.counters().rejected == 1);
    }
}

TEST_CASE("a consumer goes on after a bad message") {
    bench on;
    asyncapi::channel placed{on.wire, orders::placed_channel};
    auto consumer = placed.subscribe();
    publish_text(on.wire, "orders/placed", "{}");
    REQUIRE(placed.send(orders::valid_order("ORD-000002")));

    support::run(on.context, [](auto& from) -> asio::awaitable<void> {
        auto order = co_await from.next();
        REQUIRE(order);
        CHECK(order->payload.order_id == "ORD-000002");
        order->acknowledge();
    }(consumer));
    CHECK(consumer.counters().rejected == 1);
}

TEST_CASE(
    "the sender of a bad message is told where it gave a reply address, unless the policy is to "
    "drop") {
    for (const auto policy : {asyncapi::bad_message::reject, asyncapi::bad_message::drop}) {
        bench on;
        asyncapi::channel placed{on.wire, orders::placed_channel};
        asyncapi::consumer_options options;
        options.on_bad_message = policy;
        auto orders = placed.subscribe([](auto&) {}, options);
        std::vector<asyncapi::delivery> replies;
        asyncapi::any_transport wire = on.wire;
        REQUIRE(wire->subscribe(
            asyncapi::address_template{"answers"}, {},
            [&](asyncapi::delivery reply) { replies.push_back(std::move(reply)); }));

        asyncapi::metadata with;
        with.reply_address = "answers";
        with.correlation_id = "c-9";
        publish_text(on.wire, "orders/placed", R"({"orderId":"x"})", with);
        support::settle(on.context);
        support::settle(on.context);

        REQUIRE(replies.size() == (policy == asyncapi::bad_message::reject ? 1 : 0));
        if (replies.empty()) continue;
        CHECK(replies[0].metadata.correlation_id == "c-9");
        const auto* code = replies[0].metadata.headers.find(asyncapi::error_header);
        REQUIRE(code);
        CHECK(*code == "contract violation");
        CHECK(replies[0].payload.find("\"keyword\":") != std::string::npos);
    }
}

TEST_CASE("a message that was not acknowledged is delivered again, an acknowledged one is not") {
    bench on;
    asyncapi::channel placed{on.wire, orders::placed_channel};
    auto consumer = placed.subscribe();
    REQUIRE(placed.send(orders::valid_order()));

    support::run(on.context, [](auto& from) -> asio::awaitable<void> {
        {
            auto first = co_await from.next();
            REQUIRE(first);
            CHECK(first->attempt() == 1);
        }
        auto second = co_await from.next();
        REQUIRE(second);
        CHECK(second->attempt() == 2);
        second->acknowledge();
        CHECK(second->settled());
        auto third = co_await from.next(5ms);
        REQUIRE_FALSE(third);
        CHECK(third.error() == errc::timed_out);
    }(consumer));
}

TEST_CASE(
    "a handler's return acknowledges; its exception brings the message back after a growing "
    "pause") {
    asio::io_context context;
    auto clock = std::make_shared<asyncapi::manual_time>();
    asyncapi::memory::broker_options options;
    options.time = clock;
    asyncapi::memory::broker broker{options};
    asyncapi::memory::transport wire{context.get_executor(), broker};
    asyncapi::channel placed{wire, orders::placed_channel};
    std::vector<std::uint32_t> attempts;
    auto handling = placed.subscribe([&](auto& order) {
        attempts.push_back(order.attempt());
        if (attempts.size() < 3) throw std::runtime_error{"the database is away"};
    });
    REQUIRE(placed.send(orders::valid_order()));

    const auto pass = [&](std::chrono::milliseconds by) {
        clock->advance(by);
        for (int i = 0; i < 4; ++i) support::settle(context);
    };
    pass(0ms);
    CHECK(attempts == std::vector<std::uint32_t>{1});
    pass(99ms);
    CHECK(attempts.size() == 1);
    pass(1ms);
    CHECK(attempts == std::vector<std::uint32_t>{1, 2});
    pass(199ms);
    CHECK(attempts.size() == 2);
    pass(1ms);
    CHECK(attempts == std::vector<std::uint32_t>{1, 2, 3});
    pass(1h);
    CHECK(attempts.size() == 3);
    CHECK(handling.counters().released == 2);
}

TEST_CASE("what a handler sends has the correlation id and the trace of the message it handles") {
    bench on;
    asyncapi::channel placed{on.wire, orders::placed_channel};
    asyncapi::channel events{on.wire, orders::events_channel};
    const auto trace = std::string{"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"};

    const auto follows = [&](const asyncapi::metadata& with) {
        CHECK(with.correlation_id == "c-7");
        CHECK(with.trace.valid());
        CHECK(with.trace.traceparent.substr(0, 36) == trace.substr(0, 36));
        CHECK(with.trace.traceparent != trace);
    };
    std::size_t seen = 0;
    auto watcher = events.subscribe([&](auto& event) {
        follows(event.metadata);
        ++seen;
    });
    SUBCASE("in a plain handler") {
        auto handling = placed.subscribe([&](auto& order) {
            REQUIRE(events.send_as<orders::shipped>({order.payload.order_id}));
        });
        asyncapi::metadata with;
        with.correlation_id = "c-7";
        with.trace.traceparent = trace;
        publish_text(on.wire, "orders/placed", asyncapi::to_json(orders::valid_order()).value(),
                     with);
        for (int i = 0; i < 4; ++i) support::settle(on.context);
        CHECK(seen == 1);
    }
    SUBCASE("in a coroutine, also after it was suspended") {
        auto handling = placed.subscribe([&](auto& order) -> asio::awaitable<void> {
            co_await asio::post(co_await asio::this_coro::executor, asio::use_awaitable);
            REQUIRE(events.send_as<orders::shipped>({order.payload.order_id}));
            co_await asio::post(co_await asio::this_coro::executor, asio::use_awaitable);
            REQUIRE(events.send_as<orders::cancelled>({order.payload.order_id}));
        });
        asyncapi::metadata with;
        with.correlation_id = "c-7";
        with.trace.traceparent = trace;
        publish_text(on.wire, "orders/placed", asyncapi::to_json(orders::valid_order()).value(),
                     with);
        for (int i = 0; i < 8; ++i) support::settle(on.context);
        CHECK(seen == 2);
        // Outside of it, a conversation of its own starts.
        CHECK(events.send_as<orders::shipped>({"x"})->correlation_id != "c-7");
        watcher.close();
    }
    SUBCASE("with following, where messages are taken one by one") {
        auto consumer = placed.subscribe();
        asyncapi::metadata with;
        with.correlation_id = "c-7";
        with.trace.traceparent = trace;
        publish_text(on.wire, "orders/placed", asyncapi::to_json(orders::valid_order()).value(),
                     with);
        support::run(on.context, [](auto& from, auto& to) -> asio::awaitable<void> {
            auto order = co_await from.next();
            REQUIRE(order);
            REQUIRE(to.template send_as<orders::shipped>({order->payload.order_id},
                                                         {.following = order->context()}));
            order->acknowledge();
        }(consumer, events));
        support::settle(on.context);
        CHECK(seen == 1);
    }
}

TEST_CASE(
    "several messages share a channel: the name decides, else exactly one schema has to match") {
    bench on;
    asyncapi::channel events{on.wire, orders::events_channel};
    std::vector<std::string> names;
    std::vector<std::string> refused;
    auto handling = events.subscribe(
        [&](asyncapi::received<orders::placed, orders::cancelled, orders::shipped>& event) {
            names.push_back(event.metadata.message_name);
            if (const auto* gone = event.get_if<orders::cancelled>())
                names.push_back(gone->order_id);
        },
        [&](const asyncapi::rejection& bad) { refused.push_back(bad.why.detail()); });

    REQUIRE(events.send(orders::valid_order()));
    REQUIRE(events.send_as<orders::cancelled>({"ORD-1"}));
    support::settle(on.context);
    CHECK(names == std::vector<std::string>{"OrderPlaced", "OrderCancelled", "ORD-1"});

    publish_text(on.wire, "orders/events", R"({"orderId":"ORD-1"})");
    publish_text(on.wire, "orders/events", R"({"nothing":1})");
    asyncapi::metadata unknown;
    unknown.message_name = "OrderEaten";
    publish_text(on.wire, "orders/events", R"({"orderId":"ORD-1"})", unknown);
    support::settle(on.context);
    CHECK(refused ==
          std::vector<std::string>{"the payload is more than one of the channel's messages",
                                   "the payload is none of the channel's messages",
                                   "the channel has no message of this name"});
    CHECK(names.size() == 3);
}

TEST_CASE("declared headers are typed, checked both ways, and carry the correlation id") {
    bench on;
    asyncapi::channel audit{on.wire, orders::audit_channel};
    std::vector<asyncapi::metadata> seen;
    std::vector<std::string> refused;
    auto handling = audit.subscribe(
        [&](auto& entry) { seen.push_back(entry.metadata); },
        [&](const asyncapi::rejection& bad) { refused.push_back(bad.why.to_string()); });
    const asyncapi::send_options to{.parameters = {{"tenant", "acme"}}, .correlation_id = "c-3"};

    REQUIRE(audit.send({"login"}, orders::audit_headers{"acme", 4}, to));
    const auto wrong = audit.send({"login"}, orders::audit_headers{"acme", 11}, to);
    REQUIRE_FALSE(wrong);
    CHECK(wrong.error().where().pointer == "/priority");
    CHECK(wrong.error().where().keyword == "maximum");
    const auto missing = audit.send({"login"}, to);
    REQUIRE_FALSE(missing);
    CHECK(missing.error().where().message == "Audited headers");
    CHECK(missing.error().where().keyword == "required");

    asyncapi::metadata foreign;
    foreign.headers = {{"tenant", "acme"}, {"priority", "high"}};
    publish_text(on.wire, "audit/acme", R"({"what":"x"})", foreign);
    support::settle(on.context);

    REQUIRE(seen.size() == 1);
    CHECK(seen[0].correlation_id == "c-3");
    CHECK(*seen[0].headers.find("tenant") == "acme");
    CHECK(*seen[0].headers.find("priority") == "4");
    CHECK(*seen[0].headers.find("auditId") == "c-3");
    REQUIRE(refused.size() == 1);
    CHECK(refused[0].find("Audited headers at /priority: contract violation (type)") == 0);
}

TEST_CASE("parameters are filled when sending and given back when receiving") {
    bench on;
    asyncapi::channel audit{on.wire, orders::audit_channel};
    std::vector<std::string> tenants;
    auto all =
        audit.subscribe([&](auto& entry) { tenants.push_back(entry.parameters().at(0).second); });
    asyncapi::channel one{on.wire, orders::audit_channel, {{"tenant", "acme"}}};
    std::size_t of_acme = 0;
    auto only = one.subscribe([&](auto&) { ++of_acme; });

    REQUIRE(one.send({"x"}, orders::audit_headers{"t", {}}));
    REQUIRE(
        audit.send({"x"}, orders::audit_headers{"t", {}}, {.parameters = {{"tenant", "other"}}}));
    const auto without = audit.send({"x"}, orders::audit_headers{"t", {}});
    support::settle(on.context);

    REQUIRE_FALSE(without);
    CHECK(without.error() == errc::invalid_address);
    CHECK(tenants == std::vector<std::string>{"acme", "other"});
    CHECK(of_acme == 1);
    asyncapi::channel broken{on.wire, orders::audit_channel, {{"tenant", "a/b"}}};
    CHECK(broken.subscribe([](auto&) {}).status().error() == errc::invalid_address);
}

TEST_CASE(
    "waiting for a message ends by deadline, by cancellation and by the end of the transport") {
    bench on;
    asyncapi::channel placed{on.wire, orders::placed_channel};
    auto consumer = placed.subscribe();
    std::vector<errc> ends;
    const auto note = [&](auto outcome) {
        REQUIRE_FALSE(outcome);
        for (const auto code : {errc::timed_out, errc::cancelled, errc::closed}) {
            if (outcome.error() == code) ends.push_back(code);
        }
    };
    support::run(on.context, [](auto& from, auto say) -> asio::awaitable<void> {
        say(co_await from.next(1ms));
    }(consumer, note));

    asio::cancellation_signal stop;
    asio::co_spawn(
        on.context,
        [](auto& from, auto say) -> asio::awaitable<void> { say(co_await from.next()); }(consumer,
                                                                                         note),
        asio::bind_cancellation_slot(stop.slot(), asio::detached));
    support::settle(on.context);
    stop.emit(asio::cancellation_type::terminal);
    support::settle(on.context);

    asio::co_spawn(
        on.context,
        [](auto& from, auto say) -> asio::awaitable<void> { say(co_await from.next()); }(consumer,
                                                                                         note),
        asio::detached);
    support::settle(on.context);
    asyncapi::any_transport {
        on.wire
        } -> close();
    support::settle(on.context);

    CHECK(ends == std::vector<errc>{errc::timed_out, errc::cancelled, errc::closed});
    CHECK(placed.send(orders::valid_order()).error() == errc::closed);
}

TEST_CASE("a full queue is would_block, and writable tells when to go on") {
    asio::io_context context;
    asyncapi::memory::broker_options options;
    options.max_queued_messages = 2;
    asyncapi::memory::broker broker{options};
    asyncapi::memory::transport wire{context.get_executor(), broker};
    asyncapi::channel placed{wire, orders::placed_channel};
    asyncapi::consumer_options one_at_a_time;
    one_at_a_time.prefetch = 1;
    auto consumer = placed.subscribe(one_at_a_time);

    std::size_t accepted = 0;
    while (placed.send(orders::valid_order())) REQUIRE(++accepted < 10);
    CHECK(placed.send(orders::valid_order()).error() == errc::would_block);

    support::run(context, [](auto& from, auto& to) -> asio::awaitable<void> {
        auto order = co_await from.next();
        REQUIRE(order);
        order->acknowledge();
        CHECK(co_await to.writable(5s));
        CHECK(to.send(orders::valid_order()));
        CHECK(co_await to.drained(5s));
    }(consumer, placed));
}
