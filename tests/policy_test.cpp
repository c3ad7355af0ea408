#include "support/orders.hpp"
#include "support/refusing_transport.hpp"
#include "support/run.hpp"

#include <asyncapi/channel.hpp>
#include <asyncapi/channel/retry_pause.hpp>
#include <asyncapi/transports/memory.hpp>

#include <doctest/doctest.h>

#include <chrono>
#include <limits>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

using asyncapi::bad_message;
using asyncapi::errc;
using namespace std::chrono_literals;

namespace {

struct bench {
    boost::asio::io_context context;
    std::shared_ptr<asyncapi::manual_time> clock = std::make_shared<asyncapi::manual_time>();
    asyncapi::memory::broker broker;
    asyncapi::any_transport wire;
    asyncapi::channel<orders::placed> placed;

    explicit bench(asyncapi::memory::broker_options options = {})
        : broker{with_clock(std::move(options))},
          wire{asyncapi::memory::transport{context.get_executor(), broker}},
          placed{wire, orders::placed_channel} {}

    asyncapi::memory::broker_options with_clock(asyncapi::memory::broker_options options) const {
        options.time = clock;
        return options;
    }

    void pass(std::chrono::milliseconds by = 0ms) {
        clock->advance(by);
        for (int i = 0; i < 10; ++i) support::settle(context);
    }

    void publish(std::string_view payload) const {
        asyncapi::metadata with;
        with.message_id = "m-1";
        asyncapi::outbound raw;
        raw.address = "orders/placed";
        raw.payload = payload;
        raw.metadata = &with;
        REQUIRE(wire->try_publish(raw));
    }
};

/// Says what it is told to say.
class scripted_store : public asyncapi::dead_letter_store {
public:
    enum class answer { keep, refuse, fail };

    asyncapi::result<void> keep(const asyncapi::rejection& letter,
                                std::chrono::system_clock::time_point when) override {
        if (next == answer::refuse) return errc::would_block;
        if (next == answer::fail) throw std::runtime_error{"no space left on the device"};
        kept.push_back(letter.message.payload);
        why.push_back(letter.why.to_string());
        at.push_back(when);
        return {};
    }

    answer next = answer::keep;
    std::vector<std::string> kept;
    std::vector<std::string> why;
    std::vector<std::chrono::system_clock::time_point> at;
};

asyncapi::consumer_options into(const std::shared_ptr<scripted_store>& store) {
    asyncapi::consumer_options options;
    options.on_bad_message = bad_message::quarantine;
    options.dead_letter.store = store;
    return options;
}

}  // namespace

TEST_CASE("the pause before a message comes again grows to its limit, and chance shortens it") {
    constexpr auto endless = std::numeric_limits<double>::infinity();
    struct row {
        asyncapi::retry how;
        std::uint32_t attempt;
        double chance;
        std::chrono::milliseconds pause;
    };
    const row rows[] = {
        {{}, 1, 0, 100ms},
        {{}, 2, 0, 200ms},
        {{}, 3, 0, 400ms},
        {{}, 10, 0, 30s},
        {{}, std::numeric_limits<std::uint32_t>::max(), 0, 30s},
        {{.initial = 50ms, .factor = 3}, 3, 0, 450ms},
        {{.initial = 50ms, .factor = 1}, 9, 0, 50ms},
        {{.initial = 50ms, .factor = 0.1}, 9, 0, 50ms},
        {{.initial = 50ms, .factor = endless}, 2, 0, 30s},
        {{.initial = 1h, .max = 2s}, 1, 0, 2s},
        {{.initial = 0ms}, 99, 0, 0ms},
        {{.initial = 0ms, .factor = endless}, 99, 0, 0ms},
        {{.jitter = 0.25}, 1, 0, 100ms},
        {{.jitter = 0.25}, 1, 1, 75ms},
        {{.jitter = 1}, 1, 1, 0ms},
        {{.jitter = 7}, 1, 0.5, 50ms},
    };
    for (const auto& row : rows) {
        CAPTURE(row.attempt);
        CAPTURE(row.how.factor);
        CAPTURE(row.how.jitter);
        CHECK(asyncapi::detail::retry_pause(row.how, row.attempt, row.chance) == row.pause);
    }
}

TEST_CASE("while a message waits for its retry, others are handled") {
    bench on;
    std::vector<std::string> handled;
    const auto handle = [&](auto& order) {
        handled.push_back(order.payload.order_id + "/" + std::to_string(order.attempt()));
        if (order.payload.order_id == "ORD-000001" && order.attempt() == 1) throw 1;
    };
    asyncapi::consumer_options options;
    options.prefetch = 2;
    options.retry = asyncapi::retry{.initial = 1s};
    asyncapi::subscription work;
    SUBCASE("by a function") {
        work = on.placed.subscribe(handle, options);
    }
    SUBCASE("by a coroutine, one at a time") {
        work = on.placed.subscribe(
            [&](auto& order) -> boost::asio::awaitable<void> {
                handle(order);
                co_return;
            },
            options);
    }
    for (const auto* id : {"ORD-000001", "ORD-000002", "ORD-000003"})
        REQUIRE(on.placed.send(orders::valid_order(id)));

    on.pass();
    CHECK(handled == std::vector<std::string>{"ORD-000001/1", "ORD-000002/1", "ORD-000003/1"});
    on.pass(1s);
    CHECK(handled.back() == "ORD-000001/2");
    CHECK(on.broker.statistics().acknowledged == 3);
}

TEST_CASE("a message that is given up without dead letters is reported, settled and counted") {
    bench on;
    std::vector<std::string> given_up;
    asyncapi::consumer_options options;
    options.retry = asyncapi::retry{.attempts = 2, .initial = 10ms};
    options.on_given_up = [&](const asyncapi::rejection& letter) {
        given_up.push_back(letter.why.to_string() + " with " + letter.message.metadata.message_id);
        throw 1;
    };
    std::size_t handled = 0;
    const auto work = on.placed.subscribe(
        [&](auto& order) {
            ++handled;
            order.release_later("it is Sunday");
        },
        options);
    const auto sent = on.placed.send(orders::valid_order());
    REQUIRE(sent);

    on.pass();
    on.pass(10ms);
    on.pass(1h);

    CHECK(handled == 2);
    CHECK(given_up ==
          std::vector<std::string>{"handler failed: it is Sunday with " + sent->message_id});
    CHECK(work.counters().given_up == 1);
    CHECK(work.counters().dead_lettered == 0);
    CHECK(on.broker.statistics().acknowledged == 1);
}

TEST_CASE("a message taken with next is given up after its last attempt as well") {
    bench on;
    const auto store = std::make_shared<scripted_store>();
    auto options = into(store);
    options.retry = asyncapi::retry{.attempts = 1};
    auto consumer = on.placed.subscribe(options);
    REQUIRE(on.placed.send(orders::valid_order()));

    support::run(on.context, [](auto& from) -> boost::asio::awaitable<void> {
        auto order = co_await from.next();
        REQUIRE(order);
        order->release_later("no such customer");
        CHECK(order->settled());
    }(consumer));

    CHECK(store->why == std::vector<std::string>{"handler failed: no such customer"});
    CHECK(on.broker.statistics().acknowledged == 1);
}

TEST_CASE("a message that no store keeps is not settled, and comes again until one does") {
    for (const auto refusal : {scripted_store::answer::refuse, scripted_store::answer::fail}) {
        bench on;
        const auto store = std::make_shared<scripted_store>();
        store->next = refusal;
        const auto work = on.placed.subscribe([](auto&) {}, into(store));

        on.publish("{}");
        on.pass();
        CHECK(work.counters().unburied == 1);
        CHECK(on.broker.statistics().acknowledged == 0);

        on.pass(30s);
        CHECK(work.counters().unburied == 2);

        store->next = scripted_store::answer::keep;
        on.pass(30s);
        CHECK(store->kept == std::vector<std::string>{"{}"});
        CHECK(store->at == std::vector{on.clock->wall_clock()});
        CHECK(work.counters().dead_lettered == 1);
        CHECK(on.broker.statistics().acknowledged == 1);
    }
}

TEST_CASE("a dead letter waits where the queue is full, and its message is settled after it") {
    bench on{{.max_queued_messages = 1}};
    std::vector<asyncapi::delivery> dead;
    REQUIRE(on.wire->subscribe(asyncapi::address_template{"dead"}, {},
                               [&](asyncapi::delivery letter) { dead.push_back(letter); }));
    asyncapi::consumer_options options;
    options.on_bad_message = bad_message::quarantine;
    options.dead_letter.address = "dead";
    const auto work = on.placed.subscribe([](auto&) {}, options);

    on.publish("1");
    on.pass();
    REQUIRE(dead.size() == 1);
    CHECK(work.counters().dead_lettered == 1);
    on.publish("2");
    on.pass();
    CHECK(dead.size() == 1);
    CHECK(work.counters().dead_lettered == 1);
    CHECK(on.broker.statistics().acknowledged == 1);

    on.wire->acknowledge(dead[0].tag);
    on.pass();

    REQUIRE(dead.size() == 2);
    CHECK(dead[1].payload == "2");
    CHECK(work.counters().dead_lettered == 2);
    CHECK(on.broker.statistics().acknowledged == 3);
}

TEST_CASE("a dead letter that is too large with its headers comes again, and is not lost") {
    bench on{{.max_queued_bytes = 100}};
    asyncapi::consumer_options options;
    options.on_bad_message = bad_message::quarantine;
    options.dead_letter.address = "dead";
    REQUIRE(on.wire->subscribe(asyncapi::address_template{"dead"}, {}, [](asyncapi::delivery) {}));
    const auto work = on.placed.subscribe([](auto&) {}, options);

    on.publish(std::string(60, '1'));
    on.pass();

    CHECK(work.counters().unburied == 1);
    CHECK(on.broker.statistics().acknowledged == 0);
    on.pass(30s);
    CHECK(work.counters().redelivered == 1);
}

TEST_CASE("a dead letter that the broker refuses after all comes again, and is not lost") {
    bench on;
    const auto broker = std::make_shared<support::refusing_transport>(on.wire);
    broker->refuses.emplace("dead", asyncapi::error{errc::rejected, "full"});
    const asyncapi::any_transport wire{broker};
    asyncapi::channel placed{wire, orders::placed_channel};
    asyncapi::consumer_options options;
    options.on_bad_message = bad_message::quarantine;
    options.dead_letter.address = "dead";
    const auto work = placed.subscribe([](auto&) {}, options);

    on.publish("1");
    on.pass();
    CHECK(work.counters().unburied == 1);
    CHECK(work.counters().dead_lettered == 0);
    CHECK(on.broker.statistics().acknowledged == 0);

    broker->refuses.clear();
    on.pass(30s);
    CHECK(work.counters().dead_lettered == 1);
    CHECK(on.broker.statistics().acknowledged == 1);
}

TEST_CASE("a policy that cannot be kept is refused when the subscription starts") {
    bench on;
    const auto store = std::make_shared<scripted_store>();
    struct row {
        bad_message on_bad_message;
        asyncapi::dead_letter to;
        const char* detail;
    };
    const row rows[] = {
        {bad_message::quarantine, {}, "quarantine needs a dead_letter: an address or a store"},
        {bad_message::drop,
         {.address = "dead", .store = store},
         "dead letters go to an address or into a store, not to both"},
        {bad_message::drop, {.address = "dead/{x}"}, "the address of dead letters is not concrete"},
        {bad_message::drop, {.address = "dead/#"}, "the address of dead letters is not concrete"},
        {bad_message::quarantine,
         {.address = "orders/placed"},
         "the dead letters would come to the consumer that refused them"},
    };
    for (const auto& row : rows) {
        CAPTURE(row.detail);
        asyncapi::consumer_options options;
        options.on_bad_message = row.on_bad_message;
        options.dead_letter = row.to;
        const auto status = on.placed.subscribe([](auto&) {}, options).status();
        REQUIRE_FALSE(status);
        CHECK(status.error() == errc::invalid_address);
        CHECK(status.error().detail() == row.detail);
    }
}

TEST_CASE("whoever awaits a reply is told that its request was given up, but not what happened") {
    bench on;
    asyncapi::consumer_options options;
    options.retry = asyncapi::retry{.attempts = 2, .initial = 0ms};
    std::size_t tried = 0;
    const asyncapi::responder answers{on.wire,
                                      orders::get_quote,
                                      [&](auto&) -> orders::quote {
                                          ++tried;
                                          throw std::runtime_error{"password=secret"};
                                      },
                                      {},
                                      options};
    asyncapi::requester quotes{on.wire, orders::get_quote};
    asyncapi::error told{errc::closed};
    const orders::quote_request about{"A-7", "q-1"};
    support::run(
        on.context,
        [](auto& from, auto& to, auto& clock, auto& request) -> boost::asio::awaitable<void> {
            auto asked = from.request(request, 2s);
            clock.advance(0ms);
            const auto reply = co_await std::move(asked);
            REQUIRE_FALSE(reply);
            to = reply.error();
        }(quotes, told, *on.clock, about));

    CHECK(tried == 2);
    CHECK(told == errc::rejected);
    CHECK(told.detail().empty());
}
