#include <asyncapi/part_metrics.hpp>
#include <asyncapi/transports/mqtt.hpp>

#include <doctest/doctest.h>

#include <chrono>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

using namespace asyncapi;
using namespace std::chrono_literals;

namespace {

server_description a_broker() {
    server_description server;
    server.name = "broker";
    server.protocol = "mqtt";
    server.host = "broker.example.com";
    return server;
}

}  // namespace

TEST_CASE("a server's protocol, host and port make the URL") {
    auto server = a_broker();
    CHECK(mqtt::options_for(server)->url == "mqtt://broker.example.com");
    server.port = 1884;
    CHECK(mqtt::options_for(server)->url == "mqtt://broker.example.com:1884");
    server.protocol = "secure-mqtt";
    CHECK(mqtt::options_for(server)->url == "mqtts://broker.example.com:1884");
    server.protocol = "mqtts";
    server.host = "::1";
    CHECK(mqtt::options_for(server)->url == "mqtts://[::1]:1884");
}

TEST_CASE("a server's protocol version decides which MQTT is spoken") {
    struct row {
        const char* said;
        mqtt::version version;
    };
    const row rows[] = {{"", mqtt::version::v5},        {"5", mqtt::version::v5},
                        {"5.0.0", mqtt::version::v5},   {"3.1.1", mqtt::version::v3_1_1},
                        {"3.1", mqtt::version::v3_1_1}, {"4", mqtt::version::v3_1_1}};
    for (const auto& row : rows) {
        CAPTURE(row.said);
        auto server = a_broker();
        server.protocol_version = row.said;
        CHECK((mqtt::options_for(server)->version == row.version));
    }
    auto server = a_broker();
    server.protocol_version = "6";
    const auto refused = mqtt::options_for(server);
    REQUIRE_FALSE(refused);
    CHECK(refused.error() == errc::unsupported);
    CHECK(refused.error().detail() == "server broker: MQTT 6 is not spoken here: 3.1.1 and 5 are");
}

TEST_CASE("a server's bindings are applied") {
    auto server = a_broker();
    server.bindings = R"({"clientId":"shop","cleanSession":true,"keepAlive":7,
        "sessionExpiryInterval":60,"lastWill":{"topic":"shop/state","qos":2,"message":"gone",
        "retain":true},"bindingVersion":"0.2.0"})";
    const auto options = mqtt::options_for(server);
    REQUIRE(options);
    CHECK(options->client_id == "shop");
    CHECK(options->clean_start);
    CHECK(options->times.keep_alive == 7s);
    CHECK(options->session_expiry == 60s);
    REQUIRE(options->will);
    CHECK(options->will->address == "shop/state");
    CHECK(options->will->payload == "gone");
    CHECK((options->will->qos == mqtt::qos::exactly_once));
    CHECK(options->will->retain);
}

TEST_CASE("an operation's bindings are those of its channel's messages, where it sends") {
    auto server = a_broker();
    channel_description status;
    status.address = "orders/{orderId}/status";
    status.operations.push_back(
        {.id = "tell",
         .sends = true,
         .bindings = R"({"qos":0,"retain":true,"messageExpiryInterval":9})"});
    channel_description other;
    other.address = "orders/placed";
    other.operations.push_back({.id = "take", .receives = true, .bindings = R"({"qos":2})"});
    server.channels = {status, other};
    const auto options = mqtt::options_for(server);
    REQUIRE(options);
    REQUIRE(options->send.size() == 1);
    CHECK(options->send[0].filter == "orders/{orderId}/status");
    CHECK((options->send[0].qos == mqtt::qos::at_most_once));
    CHECK(options->send[0].retain);
    CHECK((options->send[0].expires_in == 9s));
}

TEST_CASE("the bindings of messages, and channels that are bare, are applied") {
    auto server = a_broker();
    channel_description prices;
    prices.address = "prices/{sku}";
    prices.bare = true;
    prices.messages = {
        {"Ask", R"({"responseTopic":"prices/answers","contentType":"application/json"})"},
        {"Tell", R"({"responseTopic":{"type":"string"},"payloadFormatIndicator":1})"},
        {"Plain", ""}};
    channel_description somewhere;
    somewhere.bare = true;
    server.channels = {prices, somewhere};
    const auto options = mqtt::options_for(server);
    REQUIRE(options);
    CHECK(options->bare == std::vector<std::string>{"prices/{sku}"});
    REQUIRE(options->messages.size() == 1);
    CHECK(options->messages[0].name == "Ask");
    CHECK(options->messages[0].reply_address == "prices/answers");
    CHECK(options->messages[0].content_type == "application/json");
    server.channels[0].messages[0].bindings = R"({"responseTopic":7})";
    CHECK(mqtt::options_for(server).error().detail() ==
          "message Ask: its MQTT binding's responseTopic is not a text");
}

TEST_CASE("the highest quality of service of what is received is the client's") {
    struct row {
        const char* first;
        const char* second;
        mqtt::qos own;
        mqtt::qos applied;
    };
    using mqtt::qos;
    const row rows[] = {
        {R"({"qos":0})", R"({"qos":2})", qos::at_least_once, qos::exactly_once},
        {R"({"qos":0})", R"({"qos":0})", qos::at_least_once, qos::at_most_once},
        {R"({"qos":0})", "", qos::at_least_once, qos::at_least_once},
        {R"({"qos":1})", "", qos::exactly_once, qos::exactly_once},
        {R"({"retain":true})", "", qos::at_most_once, qos::at_most_once},
        {"", "", qos::at_most_once, qos::at_most_once},
    };
    for (const auto& row : rows) {
        CAPTURE(row.first);
        CAPTURE(row.second);
        auto server = a_broker();
        channel_description placed;
        placed.address = "orders/placed";
        placed.operations.push_back({.id = "take", .receives = true, .bindings = row.first});
        placed.operations.push_back({.id = "look", .receives = true, .bindings = row.second});
        placed.operations.push_back({.id = "place", .sends = true, .bindings = R"({"qos":2})"});
        server.channels = {placed};
        mqtt::client_options own;
        own.subscribe_qos = row.own;
        server.transport_options = own;
        const auto options = mqtt::options_for(server);
        REQUIRE(options);
        CHECK((options->subscribe_qos == row.applied));
    }
    auto server = a_broker();
    channel_description placed;
    placed.operations.push_back({.id = "take", .receives = true, .bindings = R"({"qos":"high"})"});
    server.channels = {placed};
    CHECK(mqtt::options_for(server).error().detail() ==
          "operation take: its MQTT binding's qos is not an integer from 0 to 2");
}

TEST_CASE("a binding of another type is refused with its place") {
    struct row {
        const char* bindings;
        const char* problem;
    };
    const row rows[] = {
        {R"({"keepAlive":"long"})",
         "server broker: its MQTT binding's keepAlive is not an integer from 0 to 65535"},
        {R"({"keepAlive":-1})",
         "server broker: its MQTT binding's keepAlive is not an integer from 0 to 65535"},
        {R"({"cleanSession":1})",
         "server broker: its MQTT binding's cleanSession is not true or false"},
        {R"({"clientId":5})", "server broker: its MQTT binding's clientId is not a text"},
        {R"({"lastWill":"x"})", "server broker: its MQTT binding's lastWill is not an object"},
        {R"({"lastWill":{"message":"x"}})", "server broker: its lastWill has no topic"},
        {"[]", "server broker: its MQTT binding is not an object"},
    };
    for (const auto& row : rows) {
        CAPTURE(row.bindings);
        auto server = a_broker();
        server.bindings = row.bindings;
        const auto options = mqtt::options_for(server);
        REQUIRE_FALSE(options);
        CHECK(options.error() == errc::malformed);
        CHECK(options.error().detail() == row.problem);
    }
}

TEST_CASE("user and password are asked for before each connection, and a failure is passed on") {
    auto server = a_broker();
    int asked = 0;
    server.credentials.user = "ada";
    server.credentials.password = secret{[&asked]() -> result<std::string> {
        if (++asked == 2) return errc::unauthorized;
        return "token-" + std::to_string(asked);
    }};
    const auto options = mqtt::options_for(server);
    REQUIRE(options);
    REQUIRE(options->renew_login);
    const auto first = options->renew_login();
    REQUIRE(first);
    CHECK(first->user_name == "ada");
    CHECK(first->password == "token-1");
    CHECK(options->renew_login().error() == errc::unauthorized);
}

TEST_CASE("what MQTT has no place for is refused") {
    auto headers = a_broker();
    headers.credentials.headers.emplace_back("Authorization", "Bearer x");
    CHECK(mqtt::options_for(headers).error() == errc::unsupported);

    auto plain = a_broker();
    plain.credentials.certificate_file = "client.pem";
    CHECK(mqtt::options_for(plain).error() == errc::unsupported);
    plain.protocol = "mqtts";
    CHECK(mqtt::options_for(plain)->tls.certificate_file == "client.pem");

    auto nameless = a_broker();
    nameless.credentials.password = "token";
    CHECK(mqtt::options_for(nameless));
    nameless.protocol_version = "3.1.1";
    CHECK(mqtt::options_for(nameless).error() == errc::unsupported);
    nameless.credentials.user = "ada";
    CHECK(mqtt::options_for(nameless));

    auto other = a_broker();
    other.transport_options = 5;
    CHECK(mqtt::options_for(other).error() == errc::unsupported);
}

TEST_CASE("all that a client counts has a name in its metrics") {
    const mqtt::client_statistics counted{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
    part_metrics all;
    all.add_transport("broker", counted);
    CHECK(all.samples().size() == 15);
    std::uint64_t sum = 0;
    for (const auto& each : all.samples()) sum += each.value;
    CHECK(sum == 120);
}

TEST_CASE("the header registers every name of the protocol") {
    for (const auto* protocol : {"mqtt", "mqtts", "secure-mqtt", "mqtt5"}) {
        CAPTURE(protocol);
        CHECK(find_connector(protocol));
    }
}
