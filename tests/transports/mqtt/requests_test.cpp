#include <asyncapi/channel.hpp>
#include <asyncapi/requester.hpp>
#include <asyncapi/responder.hpp>

#include <support/orders.hpp>
#include "broker_fixture.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

using namespace testing_mqtt;

TYPE_TO_STRING(mqtt_5);
TYPE_TO_STRING(mqtt_3_1_1);

namespace {

orders::quote quote_for(const asyncapi::received<orders::quote_request>& request) {
    return {static_cast<double>(request.payload.sku.size()), request.payload.request_id};
}

template <class Requester>
void ask(bench& on, Requester& quotes, const std::string& sku, std::vector<std::string>& into) {
    asio::co_spawn(
        on.io,
        [](Requester& with, std::string what, auto& answers) -> asio::awaitable<void> {
            const orders::quote_request about{what, ""};
            auto quote = co_await with.request(about, 30s);
            answers.push_back(what + "=" +
                              (quote ? std::to_string(static_cast<int>(quote->payload.price))
                                     : quote.error().code().message()));
        }(quotes, sku, into),
        asio::detached);
}

}  // namespace

TEST_CASE_TEMPLATE("requests are answered by a responder, each its own", Version, mqtt_5,
                   mqtt_3_1_1) {
    bench on;
    const any_transport asks{on.connect(Version::as)};
    const any_transport answers{on.connect(Version::as)};
    asyncapi::responder serving{answers, orders::get_quote,
                                [](auto& request) { return quote_for(request); }};
    REQUIRE(serving.status());
    on.settle(answers);
    asyncapi::requester quotes{asks, orders::get_quote};
    std::vector<std::string> answered;
    for (int i = 0; i < 50; ++i) ask(on, quotes, "A-" + std::to_string(i), answered);
    REQUIRE(on.run_until([&] { return answered.size() == 50; }));
    for (const auto& each : answered) CHECK((each.ends_with("=3") || each.ends_with("=4")));
    CHECK(quotes.counters().replies == 50);
    CHECK(quotes.counters().unexpected == 0);
}

TEST_CASE_TEMPLATE("replies find their requests in any order, late ones find nobody", Version,
                   mqtt_5, mqtt_3_1_1) {
    bench on;
    const auto time = std::make_shared<manual_time>();
    auto with = on.options(Version::as);
    with.time = time;
    with.times.keep_alive = 0s;
    const any_transport asks{on.connect(with)};
    const any_transport answers{on.connect(Version::as)};
    asyncapi::requester quotes{asks, orders::get_quote};
    asyncapi::channel_object<orders::quote_request> requests{.address = "quotes/get"};
    asyncapi::channel intake{answers, requests};
    std::vector<asyncapi::received<orders::quote_request>> held;
    auto taking = intake.subscribe([&](auto& request) { held.push_back(std::move(request)); });
    on.settle(answers);

    std::vector<std::string> answered;
    for (const auto* sku : {"A-1", "B-22", "C-333"}) ask(on, quotes, sku, answered);
    REQUIRE(on.run_until([&] { return held.size() == 3; }));
    const auto reply_to = [&](auto& request) {
        asyncapi::channel_object<orders::quote> replies{.address = request.metadata.reply_address};
        asyncapi::channel reply{answers, replies};
        REQUIRE(reply.send(quote_for(request), {.following = request.context()}));
        request.acknowledge();
    };
    reply_to(held[2]);
    REQUIRE(on.run_until([&] { return answered.size() == 1; }));
    reply_to(held[1]);
    REQUIRE(on.run_until([&] { return answered.size() == 2; }));
    time->advance(30s);
    REQUIRE(on.run_until([&] { return answered.size() == 3; }));
    reply_to(held[0]);
    REQUIRE(on.run_until([&] { return quotes.counters().unexpected == 1; }));
    CHECK(answered ==
          payloads{"C-333=5", "B-22=4", "A-1=" + make_error_code(errc::timed_out).message()});
}

TEST_CASE_TEMPLATE("requests outlive a broker that is restarted", Version, mqtt_5, mqtt_3_1_1) {
    bench on;
    auto& asking = on.connect(Version::as, "asks");
    auto& answering = on.connect(Version::as, "answers");
    asyncapi::responder serving{any_transport{answering}, orders::get_quote,
                                [](auto& request) { return quote_for(request); }};
    on.settle(any_transport{answering});
    asyncapi::requester quotes{any_transport{asking}, orders::get_quote};
    std::vector<std::string> answered;
    ask(on, quotes, "A-1", answered);
    REQUIRE(on.run_until([&] { return answered.size() == 1; }));
    on.broker.kill();
    on.broker.start();
    REQUIRE(on.run_until([&] {
        return asking.statistics().connections == 2 && answering.statistics().connections == 2;
    }));
    on.settle(any_transport{answering});
    on.pass_barrier(any_transport{answering}, any_transport{answering});
    on.pass_barrier(any_transport{asking}, any_transport{asking});
    ask(on, quotes, "B-22", answered);
    REQUIRE(on.run_until([&] { return answered.size() == 2; }));
    CHECK(answered == payloads{"A-1=3", "B-22=4"});
}

TEST_CASE("a request that could not be sent while its sender waited is not sent any more") {
    bench on;
    const auto time = std::make_shared<manual_time>();
    auto with = on.options();
    with.time = time;
    with.times.keep_alive = 0s;
    const any_transport seen{on.connect()};
    const auto box = listen(seen, "quotes/get");
    on.settle(seen);
    auto& client = on.connect(with);
    const any_transport asks{client};
    asyncapi::requester quotes{asks, orders::get_quote};
    on.settle(asks);

    on.broker.stop();
    REQUIRE(on.run_until([&] { return client.state() != connection_state::connected; }));
    std::vector<std::string> answered;
    ask(on, quotes, "A-1", answered);
    REQUIRE(on.run_until([&] { return asks->load().queued_messages == 1; }));
    time->advance(31s);
    REQUIRE(on.run_until([&] { return answered.size() == 1; }));
    on.broker.start();
    REQUIRE(on.run_until([&] {
        time->advance(10ms);
        return client.state() == connection_state::connected;
    }));

    REQUIRE(on.run_until([&] { return client.statistics().expired == 1; }));
    on.pass_barrier(asks, seen);
    CHECK(box->size() == 0);
}

TEST_CASE("a handler sees that its message was retained") {
    bench on;
    auto with = on.options();
    with.send = {{.filter = "orders/placed", .qos = {}, .retain = true}};
    const any_transport sends{on.connect(with)};
    const any_transport takes{on.connect()};
    asyncapi::channel out{sends, orders::placed_channel};
    REQUIRE(out.send(orders::valid_order("ORD-000001")));
    on.settle(sends);

    std::vector<bool> retained;
    asyncapi::channel in{takes, orders::placed_channel};
    const auto taking = in.subscribe([&](auto& order) { retained.push_back(order.retained()); });
    REQUIRE(on.run_until([&] { return retained.size() == 1; }));
    REQUIRE(out.send(orders::valid_order("ORD-000002")));
    REQUIRE(on.run_until([&] { return retained.size() == 2; }));
    CHECK((retained == std::vector<bool>{true, false}));
}
