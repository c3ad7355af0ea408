#include <asyncapi/transports/mqtt/detail/acknowledgements.hpp>

#include "packets.hpp"

#include <doctest/doctest.h>

#include <array>
#include <cstdint>
#include <string>

using asyncapi::mqtt::detail::acknowledgements;
using asyncapi::mqtt::detail::publication;
using asyncapi::mqtt::detail::takeovers;
using testing_mqtt::bytes;

namespace {

publication message(int qos, std::uint16_t id) {
    publication made;
    made.qos = qos;
    made.id = id;
    return made;
}

std::string answer(unsigned first, unsigned id) {
    return bytes(first, 2, 0, id);
}

}  // namespace

TEST_CASE("messages are acknowledged in their order, each as its quality of service wants it") {
    takeovers session;
    acknowledgements on{session};
    CHECK_FALSE(on.on_received(message(1, 1)));
    CHECK_FALSE(on.on_received(message(2, 2)));
    CHECK_FALSE(on.on_received(message(1, 3)));

    CHECK(on.settle(3, true).empty());
    CHECK((on.settle(2, true) == answer(0x50, 2)));
    CHECK((on.settle(1, true) == answer(0x40, 1) + answer(0x40, 3)));
    CHECK(on.settle(1, true).empty());
}

TEST_CASE("what was taken over is not delivered again until the broker has let go of it") {
    takeovers session;
    {
        acknowledgements before{session};
        CHECK_FALSE(before.on_received(message(2, 7)));
        CHECK((before.settle(7, true) == answer(0x50, 7)));
    }
    acknowledgements on{session};
    on.on_open(true);
    const auto again = on.on_received(message(2, 7));
    REQUIRE(again);
    CHECK((*again == answer(0x50, 7)));
    CHECK((on.on_release(7) == answer(0x70, 7)));
    CHECK_FALSE(on.on_received(message(2, 7)));
}

TEST_CASE("what was given back, or is of an earlier session, is delivered again") {
    takeovers session;
    {
        acknowledgements before{session};
        CHECK_FALSE(before.on_received(message(2, 1)));
        CHECK_FALSE(before.on_received(message(2, 2)));
        CHECK(before.settle(1, false).empty());
        // In the order of arrival.
        CHECK(before.settle(2, true).empty());
    }
    acknowledgements kept{session};
    kept.on_open(true);
    CHECK_FALSE(kept.on_received(message(2, 1)));

    acknowledgements fresh{session};
    fresh.on_open(false);
    CHECK_FALSE(fresh.on_received(message(2, 2)));
}

TEST_CASE("what was given back goes once nobody will want it") {
    takeovers session;
    acknowledgements on{session};
    for (const auto id : std::array<std::uint16_t, 3>{1, 2, 3})
        CHECK_FALSE(on.on_received(message(1, id)));
    CHECK_FALSE(on.on_received(message(2, 7)));
    CHECK(on.settle(1, false).empty());
    CHECK(on.settle(2, true).empty());
    CHECK(on.settle(7, false).empty());
    const auto made = on.give_up();
    CHECK(made.messages == 2);
    CHECK((made.packets == answer(0x40, 1) + answer(0x40, 2) + answer(0x50, 7)));
    CHECK(on.give_up().messages == 0);
    CHECK((on.settle(3, true) == answer(0x40, 3)));
}
