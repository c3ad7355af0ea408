#include <asyncapi/transports/mqtt.hpp>

#include <support/transport_suite.hpp>
#include "script.hpp"

#include <algorithm>
#include <string>

namespace {

using namespace asyncapi;
using namespace std::chrono_literals;
using mqtt::version;
using testing::listen;
using testing::publish;
using testing_mqtt::bytes;
using testing_mqtt::connack;
using testing_mqtt::connack_3_1_1;
using testing_mqtt::packet;
using testing_mqtt::script;
using testing_mqtt::u16;
using type = mqtt::detail::packet;

std::string message(std::size_t id, bool duplicate = false) {
    return testing_mqtt::publish({.topic = "orders/1",
                                  .payload = R"({"address":"orders/1","copy":"sender.1"})"
                                             "\nstew",
                                  .qos = 1,
                                  .id = id,
                                  .five = false,
                                  .duplicate = duplicate});
}

}  // namespace

TEST_CASE_FIXTURE(script, "what overlapping subscriptions did not settle comes again, 3.1.1") {
    auto with = options();
    with.client_id = "kitchen";
    with.version = version::v3_1_1;
    const auto wire = open(with, connack_3_1_1());
    const auto one = listen(wire, "orders/{id}", {}, false);
    const auto other = listen(wire, "orders/#", {}, false);
    broker.send(message(1) + message(2));
    REQUIRE(run_until([&] { return one->size() == 1 && other->size() == 1; }));
    REQUIRE(run_until([&] { return client->statistics().copies == 1; }));

    broker.cut();
    again(connack_3_1_1(0, true));
    broker.send(message(1, true));
    REQUIRE(run_until([&] { return one->size() == 2 && other->size() == 2; }));
    CHECK(client->statistics().copies == 1);
    publish(wire, "barrier", "");
    REQUIRE(broker.next(type::publish));
    CHECK(std::ranges::none_of(broker.packets,
                               [](const auto& each) { return each.type == type::puback; }));
    for (const auto& box : {one, other}) wire->acknowledge(box->deliveries.back().tag);
    const auto settled = broker.next(type::puback);
    REQUIRE(settled);
    CHECK(settled->id() == u16(1));
}
