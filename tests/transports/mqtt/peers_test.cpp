#include <asyncapi/requester.hpp>
#include <asyncapi/responder.hpp>

#include <support/orders.hpp>
#include <support/peer_process.hpp>
#include "broker_fixture.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include <algorithm>

using namespace testing_mqtt;
using asyncapi::testing::peer_process;

namespace {

constexpr bool has_clients = sizeof(ASYNCAPI_MOSQUITTO_PUB) > sizeof("-NOTFOUND") &&
                             sizeof(ASYNCAPI_MOSQUITTO_SUB) > sizeof("-NOTFOUND");

// Libraries in other languages; one that is not available was not found.
struct paho_mqtt {
    static std::vector<std::string> command() {
        return {ASYNCAPI_PYTHON, ASYNCAPI_PEERS "/python_peer.py"};
    }
    static constexpr bool available = sizeof(ASYNCAPI_PYTHON) > 1;
};
struct mqtt_js {
    static std::vector<std::string> command() {
        return {"/usr/bin/env", "NODE_PATH=" ASYNCAPI_NODE_PATH, ASYNCAPI_NODE,
                ASYNCAPI_PEERS "/node_peer.mjs"};
    }
    static constexpr bool available = sizeof(ASYNCAPI_NODE) > 1;
};

std::unique_ptr<peer_process> start(bench& on, std::vector<std::string> command,
                                    const std::string& scenario) {
    auto peer = std::make_unique<peer_process>(
        on.io, std::move(command),
        std::vector<std::string>{scenario, std::to_string(on.broker.port())});
    REQUIRE(peer->line() == "ready");
    return peer;
}

peer_process run(bench& on, const char* program, std::vector<std::string> arguments) {
    const std::vector<std::string> where{"-h", "127.0.0.1", "-p", std::to_string(on.broker.port())};
    arguments.insert(arguments.begin(), where.begin(), where.end());
    return {on.io, {program}, arguments};
}

#define SKIP_UNLESS(condition, what)  \
    if (!(condition)) {               \
        MESSAGE("SKIPPED: no " what); \
        return;                       \
    }                                 \
    static_assert(true)

}  // namespace

TYPE_TO_STRING(paho_mqtt);
TYPE_TO_STRING(mqtt_js);

TEST_CASE_TEMPLATE("metadata are MQTT 5's properties for others, both ways", Peer, paho_mqtt,
                   mqtt_js) {
    SKIP_UNLESS(Peer::available, "such peer");
    bench on;
    const any_transport wire{on.connect()};
    const auto box = listen(wire, "orders/{id}");
    on.settle(wire);
    const auto peer = start(on, Peer::command(), "metadata");
    REQUIRE(on.run_until([&] { return box->size() == 1; }));
    const auto& came = box->deliveries[0];
    CHECK(came.payload == "{\"from\":\"peer\"}");
    CHECK((came.metadata.correlation_id == std::string{"\0\xff binary", 9}));
    CHECK(came.metadata.reply_address == "news/here");
    CHECK(came.metadata.content_type == "application/json");
    CHECK(came.metadata.message_name == "OrderPlaced");
    CHECK(came.metadata.message_id == "id-1");
    CHECK((came.metadata.headers == header_map{{"tenant", "acme"}, {"tenant-2", "\u00fc"}}));
    CHECK_FALSE(came.binary);

    metadata about;
    about.message_name = "News";
    about.message_id = "id-2";
    about.correlation_id = came.metadata.correlation_id;
    about.reply_address = "orders/here";
    about.content_type = "application/json";
    about.headers = {{"tenant", "acme"}, {"lines", "a\nb"}};
    publish(wire, "news/1", "{\"from\":\"C++\"}", about);
    CHECK(peer->exit_code() == 0);
}

TEST_CASE_TEMPLATE("others answer requests, and get answers to their own", Peer, paho_mqtt,
                   mqtt_js) {
    SKIP_UNLESS(Peer::available, "such peer");
    bench on;
    const any_transport wire{on.connect()};
    SUBCASE("it answers, in another order") {
        const auto peer = start(on, Peer::command(), "responder");
        asyncapi::requester quotes{wire, orders::get_quote};
        on.settle(wire);
        std::vector<std::string> answered;
        for (const auto* sku : {"A-1", "B-22", "C-333"}) {
            asio::co_spawn(
                on.io,
                [](auto& ask, std::string what, auto& into) -> asio::awaitable<void> {
                    const orders::quote_request about{what, "id-" + what};
                    auto quote = co_await ask.request(about, 30s);
                    into.push_back(what + "=" +
                                   (quote ? std::to_string(static_cast<int>(quote->payload.price))
                                          : quote.error().to_string()));
                }(quotes, sku, answered),
                asio::detached);
        }
        REQUIRE(on.run_until([&] { return answered.size() == 3; }));
        std::ranges::sort(answered);
        CHECK(answered == payloads{"A-1=3", "B-22=4", "C-333=5"});
        CHECK(peer->exit_code() == 0);
    }
    SUBCASE("it asks") {
        asyncapi::responder answers{wire, orders::get_quote, [](auto& request) {
                                        return orders::quote{
                                            static_cast<double>(request.payload.sku.size()),
                                            request.payload.request_id};
                                    }};
        REQUIRE(answers.status());
        on.settle(wire);
        const auto peer = start(on, Peer::command(), "requester");
        CHECK(peer->exit_code() == 0);
    }
}

TEST_CASE_TEMPLATE("bare payloads go to and from peers of MQTT 3.1.1", Peer, paho_mqtt, mqtt_js) {
    SKIP_UNLESS(Peer::available, "such peer");
    bench on;
    auto with = on.options(version::v3_1_1);
    with.mode = mqtt::mode::bare;
    const any_transport wire{on.connect(with)};
    const auto box = listen(wire, "orders/{id}");
    on.settle(wire);
    const auto peer = start(on, Peer::command(), "bare");
    REQUIRE(on.run_until([&] { return box->size() == 1; }));
    CHECK(box->deliveries[0].payload == "{\"from\":\"peer\"}");
    CHECK(box->deliveries[0].bare);
    metadata about;
    about.message_id = "nobody sees this";
    publish(wire, "news/1", "{\"from\":\"C++\"}", about);
    CHECK(peer->exit_code() == 0);
}

TEST_CASE("mosquitto_pub and mosquitto_sub send and show what was meant") {
    SKIP_UNLESS(has_clients, "mosquitto_pub and mosquitto_sub");
    bench on;
    const any_transport wire{on.connect()};
    const auto box = listen(wire, "orders/{id}");
    on.settle(wire);
    auto sent = run(on, ASYNCAPI_MOSQUITTO_PUB,
                    {"-V",
                     "mqttv5",
                     "-q",
                     "1",
                     "-t",
                     "orders/1",
                     "-m",
                     "{}",
                     "-D",
                     "publish",
                     "user-property",
                     "tenant",
                     "acme",
                     "-D",
                     "publish",
                     "correlation-data",
                     "c-1",
                     "-D",
                     "publish",
                     "response-topic",
                     "news/here",
                     "-D",
                     "publish",
                     "content-type",
                     "application/json"});
    CHECK(sent.exit_code() == 0);
    REQUIRE(on.run_until([&] { return box->size() == 1; }));
    const auto& about = box->deliveries[0].metadata;
    CHECK((about.headers == header_map{{"tenant", "acme"}}));
    CHECK(about.correlation_id == "c-1");
    CHECK(about.reply_address == "news/here");
    CHECK(about.content_type == "application/json");

    auto with = on.options();
    with.send = {{.filter = "news/+", .qos = {}, .retain = true}};
    const any_transport out{on.connect(with)};
    publish(out, "news/1", "{\"x\":1}", about);
    on.settle(out);
    auto shown =
        run(on, ASYNCAPI_MOSQUITTO_SUB,
            {"-V", "mqttv5", "-q", "1", "-C", "1", "-t", "news/1", "-F", "%p|%D|%R|%C|%P"});
    CHECK(shown.line() == "{\"x\":1}|c-1|news/here|application/json|tenant:acme");
    CHECK(shown.exit_code() == 0);
}

TEST_CASE("a payload of mosquitto_pub with MQTT 3.1.1 is bare, for a client of either version") {
    SKIP_UNLESS(has_clients, "mosquitto_pub");
    bench on;
    const any_transport three{on.connect(version::v3_1_1)};
    const any_transport five{on.connect(version::v5)};
    const auto old = listen(three, "orders");
    const auto young = listen(five, "orders");
    on.settle(three);
    on.settle(five);
    auto sent = run(on, ASYNCAPI_MOSQUITTO_PUB,
                    {"-V", "mqttv311", "-q", "1", "-t", "orders", "-m", "{\"address\":\"x\"}"});
    CHECK(sent.exit_code() == 0);
    REQUIRE(on.run_until([&] { return old->size() == 1 && young->size() == 1; }));
    CHECK(old->deliveries[0].payload == "{\"address\":\"x\"}");
    CHECK(young->deliveries[0].payload == "{\"address\":\"x\"}");
    CHECK(old->deliveries[0].bare);
}
