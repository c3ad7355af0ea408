#include <asyncapi/transports/mqtt.hpp>

#include <support/transport_suite.hpp>
#include "script.hpp"

#include <string>

namespace {

using namespace asyncapi;
using mqtt::qos;
using mqtt::version;
using testing::listen;
using testing_mqtt::bytes;
using testing_mqtt::connack;
using testing_mqtt::connack_3_1_1;
using testing_mqtt::packet;
using testing_mqtt::script;
using type = mqtt::detail::packet;

}  // namespace

TEST_CASE("a subscription that gets less than was asked for is reported, and goes on") {
    struct row {
        version as;
        qos wanted;
        unsigned granted;
        const char* report;  // nullptr: none
    };
    const row rows[] = {
        {version::v5, qos::at_least_once, 1, nullptr},
        {version::v5, qos::at_least_once, 2, nullptr},
        {version::v5, qos::at_most_once, 0, nullptr},
        {version::v5, qos::at_least_once, 0, "the broker delivers at QoS 0, not 1"},
        {version::v5, qos::exactly_once, 1, "the broker delivers at QoS 1, not 2"},
        {version::v3_1_1, qos::at_least_once, 0, "the broker delivers at QoS 0, not 1"},
    };
    for (const auto& row : rows) {
        const bool five = row.as == version::v5;
        CAPTURE(five);
        CAPTURE(row.granted);
        script with;
        auto options = with.options();
        options.version = row.as;
        options.subscribe_qos = row.wanted;
        const auto wire = with.open(options, five ? connack() : connack_3_1_1());
        const auto box = listen(wire, "news");
        const auto asked = with.broker.next(type::subscribe);
        REQUIRE(asked);
        with.broker.send(
            packet(0x90, asked->id() + (five ? bytes(0) : std::string{}) + bytes(row.granted)));
        with.broker.send(testing_mqtt::publish({.topic = "news", .five = five}));
        REQUIRE(with.run_until([&] { return box->size() == 1; }));
        CHECK(with.client->statistics().downgraded == (row.report == nullptr ? 0U : 1U));
        CHECK(with.client->statistics().refused == 0);
        REQUIRE(with.refusals.size() == (row.report == nullptr ? 0U : 1U));
        if (row.report != nullptr) {
            CHECK(with.refusals[0].starts_with("news: "));
            CHECK(with.refusals[0].find(row.report) != std::string::npos);
        }
    }
}
