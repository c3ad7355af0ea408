#include <delivery/delivery_store.hpp>

#include <ordering/support/temporary_directory.hpp>

#include <doctest/doctest.h>

namespace {

using contract::delivery_stage;

const contract::delivery_requested moka_pot{"ORD-AAAAAAAAAA", "moka-pot", "lisbon", 2,
                                            contract::priority::express};

}  // namespace

TEST_CASE("a delivery goes through its stages and stays at the last") {
    delivery::delivery_store store{":memory:"};
    CHECK_FALSE(store.request(moka_pot, "conversation-1").stage.has_value());

    CHECK(store.advance("ORD-AAAAAAAAAA").stage == delivery_stage::packaged);
    CHECK(store.advance("ORD-AAAAAAAAAA").stage == delivery_stage::dispatched);
    CHECK(store.advance("ORD-AAAAAAAAAA").stage == delivery_stage::delivered);
    CHECK(store.advance("ORD-AAAAAAAAAA").stage == delivery_stage::delivered);
    CHECK(store.unfinished().empty());
}

TEST_CASE("a repeated request finds the delivery where it is") {
    delivery::delivery_store store{":memory:"};
    store.request(moka_pot, "conversation-1");
    store.advance("ORD-AAAAAAAAAA");

    const auto again = store.request(moka_pot, "conversation-2");

    CHECK(again.stage == delivery_stage::packaged);
    CHECK(again.correlation_id == "conversation-1");
}

TEST_CASE("nothing is delivered that was not asked for") {
    delivery::delivery_store store{":memory:"};
    CHECK_THROWS_AS(store.advance("ORD-AAAAAAAAAA"), std::invalid_argument);
}

TEST_CASE("a restart knows the deliveries on their way") {
    const temporary_directory directory;
    {
        delivery::delivery_store store{directory / "delivery.db"};
        store.request(moka_pot, "conversation-1");
        store.advance("ORD-AAAAAAAAAA");
    }

    delivery::delivery_store store{directory / "delivery.db"};
    REQUIRE(store.unfinished().size() == 1);
    CHECK(store.unfinished()[0].stage == delivery_stage::packaged);
    CHECK(store.unfinished()[0].order.order_priority == contract::priority::express);
    CHECK(store.unfinished()[0].order.quantity == 2);
}
