#include <asyncapi/channel.hpp>
#include <asyncapi/transports/mqtt.hpp>

#include <support/orders.hpp>
#include "script.hpp"

#include <cstddef>
#include <string>

namespace {

using namespace asyncapi;
using testing_mqtt::bytes;
using testing_mqtt::connack_3_1_1;
using testing_mqtt::packet;
using testing_mqtt::script;
using type = mqtt::detail::packet;

}  // namespace

// The confirmation of each dead letter lies behind all that the broker had sent before.
TEST_CASE_FIXTURE(script, "more bad messages than are held become dead letters, 3.1.1") {
    constexpr std::size_t count = 1000;
    auto with = options();
    with.client_id = "kitchen";
    with.version = mqtt::version::v3_1_1;
    channel placed{open(with, connack_3_1_1()), orders::placed_channel};
    consumer_options terms;
    terms.prefetch = 1;
    terms.on_bad_message = bad_message::quarantine;
    terms.dead_letter.address = "dead/orders";
    const auto work = placed.subscribe([](auto&) {}, terms);
    const auto asked = broker.next(type::subscribe);
    REQUIRE(asked);

    auto waiting = packet(0x90, asked->id() + bytes(1));
    for (std::size_t id = 1; id <= count; ++id) {
        waiting += testing_mqtt::publish(
            {.topic = "orders/placed", .payload = "{}", .qos = 1, .id = id, .five = false});
    }
    broker.send(waiting);
    std::size_t settled = 0;
    CHECK(run_until([&] {
        for (; !broker.packets.empty(); broker.packets.pop_front()) {
            const auto& each = broker.packets.front();
            if (each.type == type::publish) confirm(each);
            if (each.type == type::puback) ++settled;
        }
        return settled == count;
    }));
    CHECK(work.counters().dead_lettered == count);
    CHECK(client->statistics().connections == 1);
}
