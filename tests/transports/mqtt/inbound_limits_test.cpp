#include <asyncapi/transports/mqtt.hpp>

#include <support/transport_suite.hpp>
#include "script.hpp"

#include <string>

namespace {

using namespace asyncapi;
using testing::listen;
using testing_mqtt::bytes;
using testing_mqtt::script;
using testing_mqtt::text;
using testing_mqtt::u16;
using type = mqtt::detail::packet;

// As many short ones as a packet holds.
std::string headers(std::size_t bytes_in_all) {
    std::string made;
    for (std::size_t i = 0; made.size() < bytes_in_all; ++i)
        made += bytes(0x26) + text("h" + std::to_string(i)) + text("");
    return made;
}

}  // namespace

TEST_CASE_FIXTURE(script, "a message with too many metadata is confirmed and not delivered") {
    auto with = options();
    SUBCASE("where metadata are wanted") {}
    SUBCASE("not where they are not") {
        with.mode = mqtt::mode::bare;
    }
    const bool bare = with.mode == mqtt::mode::bare;
    const auto wire = open(with);
    const auto box = listen(wire, "orders");
    broker.send(testing_mqtt::publish(
        {.payload = "many", .qos = 1, .id = 1, .properties = headers(900'000)}));
    broker.send(testing_mqtt::publish(
        {.payload = "some", .qos = 1, .id = 2, .properties = headers(9'000)}));
    for (const std::size_t id : {1U, 2U}) {
        const auto confirmed = broker.next(type::puback);
        REQUIRE(confirmed);
        CHECK((confirmed->id() == u16(id)));
    }
    CHECK(client->statistics().received == 2);
    CHECK(client->statistics().too_large == (bare ? 0U : 1U));
    CHECK(box->size() == (bare ? 2U : 1U));
    CHECK(box->has("some"));
}

TEST_CASE_FIXTURE(script, "metadata count for what is held") {
    constexpr std::size_t count = 200;
    auto with = options();
    with.limits.max_held_bytes = 10'000;
    with.limits.max_held_messages = 10'000;
    const auto wire = open(with);
    const auto box = listen(wire, "orders", {.prefetch = 1}, false);
    const auto asked = broker.next(type::subscribe);
    REQUIRE(asked);
    auto flood = testing_mqtt::packet(0x90, asked->id() + bytes(0, 0));
    for (std::size_t i = 0; i < count; ++i)
        flood += testing_mqtt::publish(
            {.payload = "", .properties = bytes(0x26) + text("h") + text(std::string(5'000, 'x'))});
    broker.send(flood);
    REQUIRE(run_until([&] { return client->statistics().received >= 3; }));
    while (io.poll() > 0) {
    }
    // One is with the consumer; what one read brings is not taken back.
    CHECK(client->statistics().received <= 3 + 16 * 1024 / 5'000 + 1);
}
