#pragma once

#include <asyncapi/transport.hpp>

#include <doctest/doctest.h>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>

#include <algorithm>
#include <concepts>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// What every transport does, as tests over a fixture. A new transport has a test file with
//
//     struct my_fixture { ... };                    // see transport_fixture
//     TYPE_TO_STRING(my_fixture);
//     ASYNCAPI_TRANSPORT_SUITE(my_fixture);
//
// What a transport cannot do by its capabilities is skipped with a message.

namespace asyncapi::testing {

/// Two connected ends: what `left()` publishes reaches subscriptions of `right()`, and the other
/// way round. Both may be the same transport.
///
/// - The constructor returns when both ends are ready to publish and to subscribe.
/// - Everything runs on the calling thread, and only inside `run_until` and `settle`.
/// - `run_until` has an upper bound that only a hang reaches; it says whether the condition holds.
/// - `settle` returns when every subscription and unsubscription made so far has its effect on
///   the far side.
/// - Without running, each end takes 100 messages of 100 bytes, and refuses before 10,000
///   messages of 1 KiB. `max_payload_bytes` is between 64 KiB and 1 MiB.
/// - Optional `bool block_left()`: returns with the outbound queue of `left()` full, in such a way
///   that it stays full whatever runs. Messages sent for this go to addresses below `block/`.
template <class T>
concept transport_fixture = std::default_initializable<T> &&
    requires(T& fixture, const std::function<bool()>& condition) {
    { fixture.left() } -> std::same_as<any_transport>;
    { fixture.right() } -> std::same_as<any_transport>;
    { fixture.run_until(condition) } -> std::same_as<bool>;
    fixture.settle();
};

template <class T>
concept can_block_left = requires(T& fixture) {
    { fixture.block_left() } -> std::same_as<bool>;
};

/// What one subscription got.
struct inbox {
    std::vector<delivery> deliveries;
    transport_interface::subscription_id id = 0;
    bool acknowledges = true;  ///< at once, from inside the handler

    std::size_t size() const { return deliveries.size(); }
    bool has(std::string_view payload) const {
        return std::ranges::any_of(
            deliveries, [payload](const delivery& each) { return each.payload == payload; });
    }
    std::vector<std::string> payloads() const {
        std::vector<std::string> all;
        for (const auto& each : deliveries) all.push_back(each.payload);
        return all;
    }
};

inline std::shared_ptr<inbox> listen(const any_transport& wire, std::string_view filter,
                                     const subscribe_options& options = {},
                                     bool acknowledges = true) {
    auto box = std::make_shared<inbox>();
    box->acknowledges = acknowledges;
    // Not an owner: a handler that owns its transport would keep it for ever.
    auto* const transport = &*wire;
    const auto id =
        wire->subscribe(address_template{filter}, options, [box, transport](delivery arrived) {
            const auto tag = arrived.tag;
            box->deliveries.push_back(std::move(arrived));
            if (box->acknowledges) transport->acknowledge(tag);
        });
    REQUIRE(id);
    box->id = *id;
    return box;
}

inline result<void> try_publish(const any_transport& wire, std::string_view address,
                                std::string_view payload, const metadata& about = {},
                                bool binary = false) {
    return wire->try_publish(
        {.address = address, .payload = payload, .metadata = &about, .binary = binary});
}

inline void publish(const any_transport& wire, std::string_view address, std::string_view payload,
                    const metadata& about = {}, bool binary = false) {
    const auto sent = try_publish(wire, address, payload, about, binary);
    CAPTURE(address);
    REQUIRE(sent);
}

/// Publishes until the queue refuses, and says how many messages it took.
inline std::size_t fill(const any_transport& wire, std::string_view address) {
    const std::string payload(1024, 'x');
    for (std::size_t accepted = 0; accepted < 10'000; ++accepted) {
        const auto sent = try_publish(wire, address, payload);
        if (sent) continue;
        CHECK(sent.error() == errc::would_block);
        return accepted;
    }
    FAIL("no queue is bounded by 10,000 messages of 1 KiB");
    return 0;
}

/// A wait that was started, and how it ended.
struct pending_wait {
    std::optional<result<void>> outcome;
    asio::cancellation_signal cancel;

    bool ended_with(errc code) const { return outcome && !*outcome && outcome->error() == code; }
    bool succeeded() const { return outcome && outcome->has_value(); }
};

inline std::shared_ptr<pending_wait> start(const any_transport& wire,
                                           asio::awaitable<result<void>> wait) {
    auto pending = std::make_shared<pending_wait>();
    asio::co_spawn(wire.get_executor(), std::move(wait),
                   asio::bind_cancellation_slot(
                       pending->cancel.slot(),
                       [pending](const std::exception_ptr& thrown, result<void> outcome) {
                           CHECK_FALSE(thrown);
                           pending->outcome = std::move(outcome);
                       }));
    return pending;
}

/// Lets all that was published before arrive: a message sent afterwards has come through. Some
/// brokers keep the order of messages within a subscription only: what has to arrive is waited for
/// besides.
template <transport_fixture Fixture>
class barrier {
public:
    explicit barrier(Fixture& fixture)
        : fixture_{fixture}, box_{listen(fixture.right(), "suite/barrier")} {
        fixture.settle();
    }

    void pass() {
        publish(fixture_.left(), "suite/barrier", "");
        const auto expected = ++passed_;
        REQUIRE(fixture_.run_until([&] { return box_->size() >= expected; }));
    }

private:
    Fixture& fixture_;
    std::shared_ptr<inbox> box_;
    std::size_t passed_ = 0;
};

#define ASYNCAPI_SUITE_SKIP_UNLESS(condition)                                   \
    if (!(condition)) {                                                         \
        MESSAGE("SKIPPED for ", doctest::toString<Fixture>(), ": " #condition); \
        return;                                                                 \
    }                                                                           \
    static_assert(true)

TEST_CASE_TEMPLATE_DEFINE("a payload arrives as it was sent", Fixture, suite_payloads) {
    Fixture fixture;
    const auto limit = fixture.left()->get_capabilities().max_payload_bytes;
    REQUIRE(limit >= 64 * 1024);
    REQUIRE(limit <= 1024 * 1024);
    struct row {
        const char* what;
        std::string payload;
    };
    const row rows[] = {
        {"text", R"({"sku":"A-7"})"},
        {"empty", ""},
        {"unicode", "\u00fc \u2603 \U0001F680 \u202e"},
        {"the largest", std::string(limit, 'x')},
    };

    const auto box = listen(fixture.right(), "orders");
    fixture.settle();
    for (const auto& row : rows) {
        CAPTURE(row.what);
        box->deliveries.clear();
        publish(fixture.left(), "orders", row.payload);
        REQUIRE(fixture.run_until([&] { return box->size() == 1; }));
        const auto& arrived = box->deliveries.front();
        CHECK(arrived.address == "orders");
        CHECK((arrived.payload == row.payload));
        CHECK_FALSE(arrived.binary);
        CHECK(arrived.attempt == 1);
    }
}

TEST_CASE_TEMPLATE_DEFINE("what is binary arrives as binary", Fixture, suite_binary) {
    Fixture fixture;
    std::string all_bytes;
    for (int i = 0; i < 1024; ++i) all_bytes += static_cast<char>(i);

    const auto box = listen(fixture.right(), "orders");
    fixture.settle();
    publish(fixture.left(), "orders", all_bytes, {}, true);
    publish(fixture.left(), "orders", "", {}, true);
    REQUIRE(fixture.run_until([&] { return box->size() == 2; }));

    CHECK((box->deliveries[0].payload == all_bytes));
    CHECK(box->deliveries[0].binary);
    CHECK(box->deliveries[1].payload.empty());
    CHECK(box->deliveries[1].binary);
}

TEST_CASE_TEMPLATE_DEFINE("text may hold the character NUL", Fixture, suite_nul) {
    Fixture fixture;
    const auto box = listen(fixture.right(), "orders");
    fixture.settle();
    const std::string payload{"a\0b", 3};

    publish(fixture.left(), "orders", payload);
    REQUIRE(fixture.run_until([&] { return box->size() == 1; }));

    CHECK((box->deliveries[0].payload == payload));
    CHECK_FALSE(box->deliveries[0].binary);
}

TEST_CASE_TEMPLATE_DEFINE("metadata arrive as they were sent", Fixture, suite_metadata) {
    Fixture fixture;
    ASYNCAPI_SUITE_SKIP_UNLESS(fixture.left()->get_capabilities().metadata);
    metadata sent;
    sent.message_name = "OrderPlaced";
    sent.message_id = metadata::make_id();
    sent.correlation_id = "conversation \u2603 \"1\"";
    sent.reply_address = "replies/7";
    sent.content_type = "application/json; charset=utf-8";
    sent.time = std::chrono::system_clock::time_point{std::chrono::milliseconds{1700000000123}};
    sent.trace = {"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", "vendor=a,other=b"};
    sent.headers.set("plain", "value");
    sent.headers.set("empty", "");
    sent.headers.set("\u00fcmlaut", "\U0001F680\ttab \"quoted\" \\ back");
    sent.headers.set("number", "3");
    REQUIRE(sent.trace.valid());

    const auto box = listen(fixture.right(), "orders");
    fixture.settle();
    publish(fixture.left(), "orders", "{}", sent);
    publish(fixture.left(), "orders", "{}", {});
    REQUIRE(fixture.run_until([&] { return box->size() == 2; }));

    const auto& arrived = box->deliveries[0].metadata;
    CHECK(arrived.message_name == sent.message_name);
    CHECK(arrived.message_id == sent.message_id);
    CHECK(arrived.correlation_id == sent.correlation_id);
    // A transport may put before it what leads back to the sender.
    CHECK(arrived.reply_address.ends_with(sent.reply_address));
    CHECK(arrived.content_type == sent.content_type);
    CHECK((arrived.time == sent.time));
    CHECK(arrived.trace.traceparent == sent.trace.traceparent);
    CHECK(arrived.trace.tracestate == sent.trace.tracestate);
    CHECK((arrived.headers == sent.headers));
    const auto& none = box->deliveries[1].metadata;
    CHECK(none.message_name.empty());
    CHECK(none.message_id.empty());
    CHECK(none.correlation_id.empty());
    CHECK(none.reply_address.empty());
    CHECK(none.content_type.empty());
    CHECK_FALSE(none.time.has_value());
    CHECK(none.trace.traceparent.empty());
    CHECK(none.headers.empty());
}

TEST_CASE_TEMPLATE_DEFINE("a filter gets the addresses that its template matches", Fixture,
                          suite_filters) {
    Fixture fixture;
    const auto wildcards = fixture.right()->get_capabilities().wildcards;
    if (!wildcards) MESSAGE("SKIPPED for ", doctest::toString<Fixture>(), ": wildcard filters");
    struct row {
        const char* filter;
        bool literal;
        std::shared_ptr<inbox> box;
    };
    row rows[] = {
        {"orders", true, {}},
        {"orders/1/status", true, {}},
        {"nobody/publishes/this", true, {}},
        {"orders/{id}", false, {}},
        {"orders/{id}/status", false, {}},
        {"{a}/{a}", false, {}},
        {"orders/+", false, {}},
        {"orders/+/status", false, {}},
        {"+/{id}/#", false, {}},
        {"orders/#", false, {}},
        {"#", false, {}},
    };
    const std::string addresses[] = {"orders",
                                     "Orders",
                                     "orders/1",
                                     "orders/1/status",
                                     "orders/ORD-2/status",
                                     "orders/x/y",
                                     "orders/\u00fc",
                                     "x/x",
                                     "x/y"};
    for (auto& row : rows) {
        if (row.literal || wildcards) row.box = listen(fixture.right(), row.filter);
    }
    barrier<Fixture> all_arrived{fixture};

    for (const auto& address : addresses) publish(fixture.left(), address, address);
    all_arrived.pass();

    for (const auto& row : rows) {
        if (!row.box) continue;
        CAPTURE(row.filter);
        const address_template filter{row.filter};
        std::vector<std::string> expected;
        for (const auto& address : addresses) {
            if (filter.match(address)) expected.push_back(address);
        }
        const auto arrived = [&row] {
            std::vector<std::string> all;
            for (const auto& each : row.box->deliveries) {
                if (each.address != "suite/barrier") all.push_back(each.address);
            }
            std::ranges::sort(all);
            return all;
        };
        std::ranges::sort(expected);
        REQUIRE(fixture.run_until([&] { return arrived().size() >= expected.size(); }));
        CHECK((arrived() == expected));
    }
    if (wildcards) {
        const auto& status = rows[4].box->deliveries;
        REQUIRE(status.size() == 2);
        const auto values = address_template{rows[4].filter}.match(status[1].address);
        REQUIRE(values);
        CHECK((*values == parameters{{"id", "ORD-2"}}));
    }
}

TEST_CASE_TEMPLATE_DEFINE("an address may hold dots, and parameters between them", Fixture,
                          suite_dots) {
    Fixture fixture;
    const auto box = listen(fixture.right(), "user.42.signedup");
    std::shared_ptr<inbox> several;
    if (fixture.right()->get_capabilities().wildcards)
        several = listen(fixture.right(), "user.{id}.signedup");
    fixture.settle();

    publish(fixture.left(), "user.42.signedup", "x");
    REQUIRE(
        fixture.run_until([&] { return box->size() == 1 && (!several || several->size() == 1); }));

    CHECK(box->deliveries[0].address == "user.42.signedup");
    if (several) CHECK(several->deliveries[0].address == "user.42.signedup");
}

TEST_CASE_TEMPLATE_DEFINE("messages of one publisher arrive in order", Fixture, suite_order) {
    Fixture fixture;
    const auto box = listen(fixture.right(), "orders", {.prefetch = 7});
    fixture.settle();
    std::vector<std::string> sent;
    for (int i = 0; i < 300; ++i) {
        sent.push_back(std::to_string(i));
        publish(fixture.left(), "orders", sent.back());
        // Some arrive while others are still being sent.
        if (i % 50 == 49)
            REQUIRE(fixture.run_until([&] { return box->size() + 40 > sent.size(); }));
    }

    REQUIRE(fixture.run_until([&] { return box->size() == sent.size(); }));
    CHECK((box->payloads() == sent));
}

TEST_CASE_TEMPLATE_DEFINE("both ends can send and receive", Fixture, suite_both_ways) {
    Fixture fixture;
    const auto at_right = listen(fixture.right(), "to/right");
    const auto at_left = listen(fixture.left(), "to/left");
    fixture.settle();

    publish(fixture.left(), "to/right", "ping");
    publish(fixture.right(), "to/left", "pong");

    REQUIRE(fixture.run_until([&] { return at_right->size() == 1 && at_left->size() == 1; }));
    CHECK(at_right->deliveries[0].payload == "ping");
    CHECK(at_left->deliveries[0].payload == "pong");
}

TEST_CASE_TEMPLATE_DEFINE("each subscription without a group gets its own copy", Fixture,
                          suite_copies) {
    Fixture fixture;
    const auto first = listen(fixture.right(), "orders");
    const auto second = listen(fixture.right(), "orders");
    const auto other = listen(fixture.right(), "payments");
    CHECK(first->id != second->id);
    barrier<Fixture> all_arrived{fixture};

    publish(fixture.left(), "orders", "one");
    publish(fixture.left(), "orders", "two");
    publish(fixture.left(), "nobody", "three");
    all_arrived.pass();
    REQUIRE(fixture.run_until([&] { return first->size() >= 2 && second->size() >= 2; }));

    const std::vector<std::string> expected{"one", "two"};
    CHECK((first->payloads() == expected));
    CHECK((second->payloads() == expected));
    CHECK(other->size() == 0);
}

TEST_CASE_TEMPLATE_DEFINE("consumers of one group share the messages", Fixture, suite_group) {
    Fixture fixture;
    ASYNCAPI_SUITE_SKIP_UNLESS(fixture.right()->get_capabilities().competing_consumers);
    const subscribe_options shared{.group = "workers", .prefetch = 2};
    const auto first = listen(fixture.right(), "orders", shared);
    const auto second = listen(fixture.right(), "orders", shared);
    const auto apart = listen(fixture.right(), "orders", {.group = "auditors"});
    fixture.settle();

    std::vector<std::string> sent;
    for (int i = 10; i < 60; ++i) {
        sent.push_back(std::to_string(i));
        publish(fixture.left(), "orders", sent.back());
    }
    REQUIRE(fixture.run_until([&] {
        return first->size() + second->size() == sent.size() && apart->size() == sent.size();
    }));

    auto shared_out = first->payloads();
    for (const auto& payload : second->payloads()) shared_out.push_back(payload);
    std::ranges::sort(shared_out);
    CHECK((shared_out == sent));
    CHECK(first->size() >= 10);
    CHECK(second->size() >= 10);
    CHECK((apart->payloads() == sent));
}

TEST_CASE_TEMPLATE_DEFINE("what a consumer releases is delivered again, one attempt higher",
                          Fixture, suite_release) {
    Fixture fixture;
    ASYNCAPI_SUITE_SKIP_UNLESS(fixture.right()->get_capabilities().acknowledgement);
    const auto box = listen(fixture.right(), "orders", {}, false);
    barrier<Fixture> all_arrived{fixture};
    metadata about;
    about.message_id = "m-1";
    publish(fixture.left(), "orders", "again", about);
    REQUIRE(fixture.run_until([&] { return box->size() == 1; }));

    fixture.right()->release(box->deliveries[0].tag);
    REQUIRE(fixture.run_until([&] { return box->size() == 2; }));
    fixture.right()->release(box->deliveries[1].tag);
    REQUIRE(fixture.run_until([&] { return box->size() == 3; }));
    fixture.right()->acknowledge(box->deliveries[2].tag);

    // Settled tags are ignored.
    fixture.right()->release(box->deliveries[0].tag);
    fixture.right()->release(box->deliveries[2].tag);
    all_arrived.pass();
    REQUIRE(box->size() == 3);
    for (std::uint32_t i = 0; i < 3; ++i) {
        CHECK(box->deliveries[i].attempt == i + 1);
        CHECK(box->deliveries[i].payload == "again");
        if (fixture.right()->get_capabilities().metadata)
            CHECK(box->deliveries[i].metadata.message_id == "m-1");
    }
}

TEST_CASE_TEMPLATE_DEFINE("what a leaving consumer did not settle goes to another of its group",
                          Fixture, suite_leave) {
    Fixture fixture;
    const auto can = fixture.right()->get_capabilities();
    ASYNCAPI_SUITE_SKIP_UNLESS(can.acknowledgement && can.competing_consumers);
    const auto leaving = listen(fixture.right(), "orders", {.group = "workers"}, false);
    fixture.settle();
    publish(fixture.left(), "orders", "one");
    publish(fixture.left(), "orders", "two");
    REQUIRE(fixture.run_until([&] { return leaving->size() == 2; }));
    fixture.right()->acknowledge(leaving->deliveries[0].tag);
    const auto staying = listen(fixture.right(), "orders", {.group = "workers"});
    fixture.settle();

    fixture.right()->unsubscribe(leaving->id);

    REQUIRE(fixture.run_until([&] { return staying->size() == 1; }));
    CHECK(staying->deliveries[0].payload == "two");
    CHECK(staying->deliveries[0].attempt == 2);
    CHECK(leaving->size() == 2);
}

TEST_CASE_TEMPLATE_DEFINE("no more than prefetch deliveries are unsettled", Fixture,
                          suite_prefetch) {
    Fixture fixture;
    const auto box = listen(fixture.right(), "orders", {.prefetch = 3}, false);
    barrier<Fixture> all_arrived{fixture};
    for (int i = 0; i < 10; ++i) publish(fixture.left(), "orders", std::to_string(i));

    REQUIRE(fixture.run_until([&] { return box->size() >= 3; }));
    all_arrived.pass();
    CHECK(box->size() == 3);

    fixture.right()->acknowledge(box->deliveries[1].tag);
    REQUIRE(fixture.run_until([&] { return box->size() == 4; }));
    all_arrived.pass();
    CHECK(box->size() == 4);

    box->acknowledges = true;
    const auto first_four = box->deliveries;
    for (const auto& each : first_four) fixture.right()->acknowledge(each.tag);
    REQUIRE(fixture.run_until([&] { return box->size() == 10; }));
    std::vector<std::string> expected;
    for (int i = 0; i < 10; ++i) expected.push_back(std::to_string(i));
    CHECK((box->payloads() == expected));
}

TEST_CASE_TEMPLATE_DEFINE("a full queue refuses, says when there is room, and loses nothing",
                          Fixture, suite_back_pressure) {
    Fixture fixture;
    const auto box = listen(fixture.right(), "orders");
    fixture.settle();

    const auto accepted = fill(fixture.left(), "orders");
    CHECK(accepted > 0);
    CHECK(fixture.left()->load().queued_messages > 0);
    CHECK(fixture.left()->load().queued_bytes > 0);
    const auto room = start(fixture.left(), fixture.left()->writable({}));
    REQUIRE(fixture.run_until([&] { return room->outcome.has_value(); }));
    CHECK(room->succeeded());
    publish(fixture.left(), "orders", "afterwards");

    REQUIRE(fixture.run_until([&] { return box->size() == accepted + 1; }));
    CHECK(box->deliveries.back().payload == "afterwards");
    const auto at_once = start(fixture.left(), fixture.left()->writable({}));
    REQUIRE(fixture.run_until([&] { return at_once->outcome.has_value(); }));
    CHECK(at_once->succeeded());
}

TEST_CASE_TEMPLATE_DEFINE("a payload above the limit is refused", Fixture, suite_too_large) {
    Fixture fixture;
    const auto box = listen(fixture.right(), "orders");
    barrier<Fixture> all_arrived{fixture};
    const std::string payload(fixture.left()->get_capabilities().max_payload_bytes + 1, 'x');

    const auto sent = try_publish(fixture.left(), "orders", payload);
    REQUIRE_FALSE(sent);
    CHECK(sent.error() == errc::too_large);

    all_arrived.pass();
    CHECK(box->size() == 0);
}

TEST_CASE_TEMPLATE_DEFINE("drained completes when all that was accepted has left", Fixture,
                          suite_drained) {
    Fixture fixture;
    const auto box = listen(fixture.right(), "orders");
    fixture.settle();
    const auto nothing_sent = start(fixture.left(), fixture.left()->drained({}));
    REQUIRE(fixture.run_until([&] { return nothing_sent->outcome.has_value(); }));
    CHECK(nothing_sent->succeeded());

    for (int i = 0; i < 20; ++i) publish(fixture.left(), "orders", std::to_string(i));
    const auto drained = start(fixture.left(), fixture.left()->drained({}));

    REQUIRE(fixture.run_until([&] { return drained->outcome.has_value(); }));
    CHECK(drained->succeeded());
    REQUIRE(fixture.run_until([&] { return box->size() == 20; }));
}

TEST_CASE_TEMPLATE_DEFINE("a wait ends at its deadline", Fixture, suite_deadline) {
    Fixture fixture;
    ASYNCAPI_SUITE_SKIP_UNLESS(can_block_left<Fixture>);
    if constexpr (can_block_left<Fixture>) {
        REQUIRE(fixture.block_left());
        const auto late =
            start(fixture.left(), fixture.left()->writable(fixture.left()->time()->now()));
        const auto patient = start(fixture.left(), fixture.left()->writable({}));

        REQUIRE(fixture.run_until([&] { return late->outcome.has_value(); }));
        CHECK(late->ended_with(errc::timed_out));
        CHECK_FALSE(patient->outcome.has_value());
    }
}

TEST_CASE_TEMPLATE_DEFINE("a wait can be cancelled without touching another", Fixture,
                          suite_cancel) {
    Fixture fixture;
    ASYNCAPI_SUITE_SKIP_UNLESS(can_block_left<Fixture>);
    if constexpr (can_block_left<Fixture>) {
        REQUIRE(fixture.block_left());
        const auto cancelled = start(fixture.left(), fixture.left()->writable({}));
        const auto patient = start(fixture.left(), fixture.left()->writable({}));
        bool emitted = false;
        asio::post(fixture.left().get_executor(), [&] {
            cancelled->cancel.emit(asio::cancellation_type::terminal);
            emitted = true;
        });

        REQUIRE(fixture.run_until([&] { return emitted && cancelled->outcome.has_value(); }));
        CHECK(cancelled->ended_with(errc::cancelled));
        CHECK_FALSE(patient->outcome.has_value());
    }
}

TEST_CASE_TEMPLATE_DEFINE("close ends every wait, and what is called later", Fixture, suite_close) {
    Fixture fixture;
    ASYNCAPI_SUITE_SKIP_UNLESS(can_block_left<Fixture>);
    if constexpr (can_block_left<Fixture>) {
        REQUIRE(fixture.block_left());
        const auto first = start(fixture.left(), fixture.left()->writable({}));
        const auto second = start(fixture.left(), fixture.left()->writable({}));
        bool closed = false;
        asio::post(fixture.left().get_executor(), [&] {
            fixture.left()->close();
            closed = true;
        });

        REQUIRE(fixture.run_until(
            [&] { return closed && first->outcome.has_value() && second->outcome.has_value(); }));
        CHECK(first->ended_with(errc::closed));
        CHECK(second->ended_with(errc::closed));
    }
}

TEST_CASE_TEMPLATE_DEFINE("a closed transport answers closed, as often as it is asked", Fixture,
                          suite_closed) {
    Fixture fixture;
    const auto wire = fixture.left();
    const auto box = listen(wire, "to/left");
    fixture.settle();

    wire->close();
    wire->close();

    const auto sent = try_publish(wire, "orders", "x");
    REQUIRE_FALSE(sent);
    CHECK(sent.error() == errc::closed);
    const auto subscribed = wire->subscribe(address_template{"orders"}, {}, [](delivery) {});
    REQUIRE_FALSE(subscribed);
    CHECK(subscribed.error() == errc::closed);
    wire->unsubscribe(box->id);
    wire->acknowledge({box->id, 1});
    wire->release({box->id, 1});
    const auto writable = start(wire, wire->writable({}));
    const auto drained = start(wire, wire->drained({}));
    REQUIRE(fixture.run_until(
        [&] { return writable->outcome.has_value() && drained->outcome.has_value(); }));
    CHECK(writable->ended_with(errc::closed));
    CHECK(drained->ended_with(errc::closed));
    CHECK(box->size() == 0);
}

TEST_CASE_TEMPLATE_DEFINE("nothing is delivered after unsubscribe, also from inside a handler",
                          Fixture, suite_unsubscribe) {
    Fixture fixture;
    const auto right = fixture.right();
    const auto kept = listen(right, "orders");
    const auto dropped = listen(right, "orders");
    auto* const transport = &*right;
    auto seen = std::make_shared<std::size_t>(0);
    auto own_id = std::make_shared<transport_interface::subscription_id>(0);
    const auto leaves_itself = right->subscribe(address_template{"orders"}, {},
                                                [transport, seen, own_id](const delivery&) {
                                                    ++*seen;
                                                    transport->unsubscribe(*own_id);
                                                });
    REQUIRE(leaves_itself);
    *own_id = *leaves_itself;
    fixture.settle();

    for (int i = 0; i < 5; ++i) publish(fixture.left(), "orders", "before");
    // What the one gives back when it leaves may come to the others once more.
    REQUIRE(
        fixture.run_until([&] { return kept->size() >= 5 && dropped->size() >= 5 && *seen > 0; }));
    CHECK(*seen == 1);
    right->unsubscribe(dropped->id);
    right->unsubscribe(dropped->id);
    const auto before = dropped->size();
    fixture.settle();
    publish(fixture.left(), "orders", "after");

    REQUIRE(fixture.run_until([&] { return kept->has("after"); }));
    CHECK(dropped->size() == before);
    CHECK(*seen == 1);
}

TEST_CASE_TEMPLATE_DEFINE("a handler is destroyed when its subscription ends", Fixture,
                          suite_handler_end) {
    Fixture fixture;
    const auto token = std::make_shared<int>(0);
    const auto first =
        fixture.right()->subscribe(address_template{"a"}, {}, [token](const delivery&) {});
    const auto second =
        fixture.right()->subscribe(address_template{"b"}, {}, [token](const delivery&) {});
    REQUIRE(first);
    REQUIRE(second);
    fixture.settle();
    CHECK(token.use_count() == 3);

    fixture.right()->unsubscribe(*first);
    CHECK(fixture.run_until([&] { return token.use_count() == 2; }));
    fixture.right()->close();
    CHECK(fixture.run_until([&] { return token.use_count() == 1; }));
}

TEST_CASE_TEMPLATE_DEFINE("a handler may close its transport", Fixture, suite_close_inside) {
    Fixture fixture;
    const auto right = fixture.right();
    auto* const transport = &*right;
    auto seen = std::make_shared<std::size_t>(0);
    REQUIRE(right->subscribe(address_template{"orders"}, {}, [transport, seen](const delivery&) {
        ++*seen;
        transport->close();
    }));
    fixture.settle();

    for (int i = 0; i < 5; ++i) publish(fixture.left(), "orders", "x");
    const auto ended = [&] { return *seen == 1 && !try_publish(right, "orders", "x"); };

    REQUIRE(fixture.run_until(ended));
    CHECK(try_publish(right, "orders", "x").error() == errc::closed);
}

TEST_CASE_TEMPLATE_DEFINE("a reply address reaches its owner and nobody else", Fixture,
                          suite_reply_address) {
    Fixture fixture;
    const auto owner = fixture.left();
    const auto other = fixture.right();
    const auto address = owner->reply_address("token-1");
    CHECK(address != owner->reply_address("token-2"));
    if (&*owner != &*other) CHECK(address != other->reply_address("token-1"));
    CHECK(address_template{address}.concrete());

    const auto expected = listen(owner, address);
    const auto sibling = listen(owner, owner->reply_address("token-2"));
    const auto several = listen(owner, owner->reply_address("token-3") + "/{request}");
    std::shared_ptr<inbox> everything;
    if (&*owner != &*other) {
        if (other->get_capabilities().wildcards) everything = listen(other, "#");
        // The subscription may be refused, or accepted and never served.
        const auto spied = other->subscribe(address_template{address}, {}, [](const delivery&) {
            FAIL_CHECK("somebody else's reply arrived");
        });
        static_cast<void>(spied);
    }
    fixture.settle();

    publish(other, address, "reply");
    REQUIRE(fixture.run_until([&] { return expected->size() == 1; }));
    publish(owner, "marker", "end");
    if (everything) {
        REQUIRE(fixture.run_until([&] { return everything->size() >= 1; }));
        CHECK((everything->payloads() == std::vector<std::string>{"end"}));
    }
    CHECK(expected->deliveries[0].payload == "reply");
    CHECK(sibling->size() == 0);

    publish(other, owner->reply_address("token-3") + "/7", "one of several");
    CHECK(fixture.run_until([&] { return several->size() == 1; }));
}

TEST_CASE_TEMPLATE_DEFINE("nothing is delivered from inside publish, subscribe or release", Fixture,
                          suite_not_inside) {
    Fixture fixture;
    const auto wire = fixture.right();
    auto inside = std::make_shared<int>(0);
    auto seen = std::make_shared<int>(0);
    auto* const transport = &*wire;
    const auto handler = [inside, seen, transport](const delivery& arrived) {
        CHECK(*inside == 0);
        ++*inside;
        ++*seen;
        const metadata none;
        if (arrived.attempt == 1) {
            CHECK(transport->try_publish({.address = "echo", .payload = "x", .metadata = &none}));
            transport->release(arrived.tag);
        } else {
            transport->acknowledge(arrived.tag);
        }
        --*inside;
    };
    // Not while another handler runs either.
    REQUIRE(wire->subscribe(address_template{"echo"}, {},
                            [inside](const delivery&) { CHECK(*inside == 0); }));

    ++*inside;
    REQUIRE(wire->subscribe(address_template{"orders"}, {}, handler));
    --*inside;
    fixture.settle();
    ++*inside;
    for (int i = 0; i < 3; ++i) publish(fixture.left(), "orders", "x");
    REQUIRE(wire->subscribe(address_template{"orders"}, {}, handler));
    --*inside;

    const auto wanted = wire->get_capabilities().acknowledgement ? 6 : 3;
    CHECK(fixture.run_until([&] { return *seen >= wanted; }));
}

/// One line a transport: every test above, over `Fixture`.
#define ASYNCAPI_TRANSPORT_SUITE(Fixture)                         \
    static_assert(asyncapi::testing::transport_fixture<Fixture>); \
    namespace asyncapi::testing {                                 \
    TEST_CASE_TEMPLATE_INVOKE(suite_payloads, Fixture);           \
    TEST_CASE_TEMPLATE_INVOKE(suite_binary, Fixture);             \
    TEST_CASE_TEMPLATE_INVOKE(suite_nul, Fixture);                \
    TEST_CASE_TEMPLATE_INVOKE(suite_metadata, Fixture);           \
    TEST_CASE_TEMPLATE_INVOKE(suite_filters, Fixture);            \
    TEST_CASE_TEMPLATE_INVOKE(suite_dots, Fixture);               \
    TEST_CASE_TEMPLATE_INVOKE(suite_order, Fixture);              \
    TEST_CASE_TEMPLATE_INVOKE(suite_both_ways, Fixture);          \
    TEST_CASE_TEMPLATE_INVOKE(suite_copies, Fixture);             \
    TEST_CASE_TEMPLATE_INVOKE(suite_group, Fixture);              \
    TEST_CASE_TEMPLATE_INVOKE(suite_release, Fixture);            \
    TEST_CASE_TEMPLATE_INVOKE(suite_leave, Fixture);              \
    TEST_CASE_TEMPLATE_INVOKE(suite_prefetch, Fixture);           \
    TEST_CASE_TEMPLATE_INVOKE(suite_back_pressure, Fixture);      \
    TEST_CASE_TEMPLATE_INVOKE(suite_too_large, Fixture);          \
    TEST_CASE_TEMPLATE_INVOKE(suite_drained, Fixture);            \
    TEST_CASE_TEMPLATE_INVOKE(suite_deadline, Fixture);           \
    TEST_CASE_TEMPLATE_INVOKE(suite_cancel, Fixture);             \
    TEST_CASE_TEMPLATE_INVOKE(suite_close, Fixture);              \
    TEST_CASE_TEMPLATE_INVOKE(suite_closed, Fixture);             \
    TEST_CASE_TEMPLATE_INVOKE(suite_unsubscribe, Fixture);        \
    TEST_CASE_TEMPLATE_INVOKE(suite_handler_end, Fixture);        \
    TEST_CASE_TEMPLATE_INVOKE(suite_close_inside, Fixture);       \
    TEST_CASE_TEMPLATE_INVOKE(suite_reply_address, Fixture);      \
    TEST_CASE_TEMPLATE_INVOKE(suite_not_inside, Fixture);         \
    }                                                             \
    static_assert(true)

}  // namespace asyncapi::testing
