#include <asyncapi/transports/mqtt.hpp>

#include <support/transport_suite.hpp>
#include "script.hpp"

#include <string>

namespace {

using namespace asyncapi;
using mqtt::version;
using testing::listen;
using testing_mqtt::bytes;
using testing_mqtt::connack;
using testing_mqtt::connack_3_1_1;
using testing_mqtt::script;
using testing_mqtt::text;
using type = mqtt::detail::packet;

const std::string enveloped = R"({"address":"probe/7","id":"m-1"})"
                              "\n{}";

struct bench : script {
    any_transport open_as(version as, mqtt::client_options with) {
        with.version = as;
        return open(std::move(with), as == version::v5 ? connack() : connack_3_1_1());
    }
    /// \return the body of the PUBLISH that it becomes
    std::string sent(const any_transport& wire, const char* address, const metadata& about) {
        REQUIRE(
            wire->try_publish({.address = address, .payload = "{\"a\":1}", .metadata = &about}));
        const auto said = broker.next(type::publish);
        REQUIRE(said);
        confirm(*said);
        return said->body;
    }
};

}  // namespace

TEST_CASE_FIXTURE(bench, "some addresses can be bare, in both directions") {
    auto as = version::v5;
    SUBCASE("MQTT 5") {}
    SUBCASE("3.1.1") {
        as = version::v3_1_1;
    }
    const bool five = as == version::v5;
    auto with = options();
    with.bare = {"probe/{number}", "door/#"};
    const auto wire = open_as(as, with);
    metadata about;
    about.message_id = "m-1";
    about.headers.set("tenant", "acme");
    for (const auto* address : {"probe/7", "probe/7", "door/a/b"})
        CHECK(sent(wire, address, about).find("acme") == std::string::npos);
    for (const auto* address : {"probe", "orders"})
        CHECK(sent(wire, address, about).find("acme") != std::string::npos);

    std::vector<delivery> came;
    REQUIRE(wire->subscribe(address_template{"#"}, {}, [&](delivery&& each) {
        came.push_back(std::move(each));
        wire->acknowledge(came.back().tag);
    }));
    const auto property = bytes(0x26) + text("asyncapi-id") + text("m-1");
    for (const auto* topic : {"probe/7", "orders"}) {
        broker.send(testing_mqtt::publish({.topic = topic,
                                           .payload = five ? "{}" : enveloped,
                                           .properties = property,
                                           .five = five}));
    }
    REQUIRE(run_until([&] { return came.size() == 2; }));
    CHECK(came[0].bare);
    CHECK(came[0].metadata.message_id.empty());
    CHECK(came[0].payload == (five ? "{}" : enveloped));
    // The envelope is of another address: what the topic's peer sent is no envelope.
    CHECK(came[1].bare == !five);
    CHECK(came[1].metadata.message_id == (five ? "m-1" : ""));
}

TEST_CASE("a client subscribes with no more than it may") {
    struct row {
        mqtt::qos wanted;
        mqtt::qos most;
        unsigned asked;
    };
    using mqtt::qos;
    const row rows[] = {{qos::exactly_once, qos::at_most_once, 0},
                        {qos::at_most_once, qos::at_least_once, 0},
                        {qos::at_least_once, qos::at_least_once, 1}};
    for (const auto& row : rows) {
        bench on;
        auto with = on.options();
        with.subscribe_qos = row.wanted;
        with.max_subscribe_qos = row.most;
        const auto wire = on.open(with);
        const auto box = listen(wire, "orders");
        const auto asked = on.broker.next(type::subscribe);
        REQUIRE(asked);
        CHECK((static_cast<unsigned char>(asked->body.back()) & 3U) == row.asked);
    }
}

TEST_CASE_FIXTURE(bench, "messages of a name have a reply address where their sender has none") {
    auto with = options();
    with.messages = {{.name = "Ask", .reply_address = "answers", .content_type = "text/x-note"}};
    const auto wire = open(with);
    struct row {
        const char* name;
        const char* reply_address;
        const char* expected;
    };
    const row rows[] = {
        {"Ask", "", "answers"}, {"Ask", "elsewhere", "elsewhere"}, {"Tell", "", ""}};
    for (const auto& row : rows) {
        CAPTURE(row.name);
        metadata about;
        about.message_name = row.name;
        about.reply_address = row.reply_address;
        const auto body = sent(wire, "orders", about);
        const auto topic = std::string{row.expected};
        const auto property = topic.empty() ? bytes(0x08) : bytes(0x08) + text(topic);
        CHECK((body.find(property) != std::string::npos) == !topic.empty());
        CHECK((body.find("text/x-note") != std::string::npos) == !topic.empty());
        CHECK(about.reply_address == row.reply_address);
    }
}
