#include <asyncapi/transports/mqtt/detail/questions.hpp>

#include "packets.hpp"

#include <doctest/doctest.h>

#include <cstdint>
#include <optional>
#include <string>

using asyncapi::mqtt::qos;
using asyncapi::mqtt::version;
using asyncapi::mqtt::detail::packet_ids;
using asyncapi::mqtt::detail::questions;
using testing_mqtt::u16;

namespace {

questions fresh() {
    return {qos::at_least_once, version::v5};
}

}  // namespace

TEST_CASE("an answer belongs to what was asked under its packet id, once") {
    auto asked = fresh();
    const auto first = asked.ask({"orders", 7, true});
    const auto second = asked.ask({"quotes", 0, false});
    REQUIRE(first);
    REQUIRE(second);
    CHECK(first->find("orders") != std::string::npos);
    CHECK(second->find("quotes") != std::string::npos);
    CHECK((first->substr(2, 2) == u16(packet_ids::last + 1)));
    CHECK((second->substr(2, 2) == u16(packet_ids::last + 2)));

    const auto answered = asked.on_answer(packet_ids::last + 2);
    REQUIRE(answered);
    CHECK(answered->filter == "quotes");
    CHECK_FALSE(answered->next);
    CHECK_FALSE(asked.on_answer(packet_ids::last + 2));
    CHECK_FALSE(asked.on_answer(1));
}

TEST_CASE("what no packet id is free for is asked when one is") {
    auto asked = fresh();
    for (unsigned id = packet_ids::last + 1U; id <= 0xFFFF; ++id)
        REQUIRE(asked.ask({std::to_string(id), 0, true}));
    CHECK_FALSE(asked.waiting());
    CHECK_FALSE(asked.ask({"waits", 0, true}));
    CHECK_FALSE(asked.ask({"waits longer", 0, true}));
    CHECK(asked.waiting());

    const std::uint16_t free = 50'000;
    const auto answered = asked.on_answer(free);
    REQUIRE(answered);
    CHECK(answered->filter == "50000");
    REQUIRE(answered->next);
    CHECK((answered->next->substr(2, 2) == u16(free)));
    CHECK(answered->next->find("waits") != std::string::npos);
    CHECK(asked.waiting());
    REQUIRE(asked.on_answer(0xFFFF)->next);
    CHECK_FALSE(asked.waiting());
    CHECK(asked.on_answer(free)->filter == "waits");
}
