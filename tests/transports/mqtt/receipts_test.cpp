#include <asyncapi/transports/mqtt/detail/receipts.hpp>

#include <doctest/doctest.h>

#include <vector>

using asyncapi::mqtt::detail::receipts;
using ids = std::vector<std::uint16_t>;

TEST_CASE("acknowledgements go out in the order of the messages") {
    receipts all;
    for (std::uint16_t id = 1; id <= 4; ++id) all.on_received(id);
    CHECK((all.settle(2, true) == ids{}));
    CHECK((all.settle(4, true) == ids{}));
    CHECK((all.settle(1, true) == ids{1, 2}));
    CHECK(all.open() == 2);
    CHECK((all.settle(3, true) == ids{3, 4}));
    CHECK(all.open() == 0);
}

TEST_CASE("what is given back is acknowledged when it is given up, in its turn") {
    receipts all;
    for (std::uint16_t id = 1; id <= 5; ++id) all.on_received(id);
    CHECK((all.settle(2, false) == ids{}));
    CHECK((all.settle(4, false) == ids{}));
    CHECK((all.settle(1, true) == ids{1}));
    CHECK((all.settle(2, true) == ids{}));
    auto done = all.give_up();
    CHECK((done.ready == ids{2}));
    CHECK(done.messages == 2);
    CHECK((all.settle(3, true) == ids{3, 4}));
    done = all.give_up();
    CHECK((done.ready == ids{}));
    CHECK(done.messages == 0);
    CHECK(all.open() == 1);
}

TEST_CASE("unknown and settled packets are ignored") {
    receipts all;
    CHECK((all.settle(7, true) == ids{}));
    all.on_received(1);
    all.on_received(2);
    CHECK((all.settle(2, true) == ids{}));
    CHECK((all.settle(2, false) == ids{}));
    CHECK((all.settle(1, true) == ids{1, 2}));
}

TEST_CASE("an id that comes again is settled once for each time it came") {
    receipts all;
    all.on_received(1);
    all.on_received(1);
    CHECK((all.settle(1, true) == ids{1}));
    CHECK((all.settle(1, true) == ids{1}));
    CHECK(all.open() == 0);
}
