#include <product/stock_store.hpp>

#include <ordering/support/temporary_directory.hpp>

#include <doctest/doctest.h>

namespace {

contract::catalogue seed() {
    return {
        .stores = {{"lisbon", "Rua Augusta", "Lisbon"}, {"porto", "Rua das Flores", "Porto"}},
        .products = {{"moka-pot", "Moka pot", "Six cups.", 3490, 4},
                     {"milk-jug", "Milk jug", "Steel.", 1950, 6}},
        .stock = {{"moka-pot", "lisbon", 3, 1},
                  {"milk-jug", "lisbon", 9, 1},
                  {"moka-pot", "porto", 1, 1}},
    };
}

struct filled_store {
    product::stock_store store{":memory:"};
    filled_store() { store.load(seed()); }
};

}  // namespace

TEST_CASE_FIXTURE(filled_store,
                  "a reservation takes the pieces and tells what the store has left") {
    const auto answer = store.reserve({"ORD-AAAAAAAAAA", "moka-pot", "lisbon", 2});

    const auto* reserved = std::get_if<contract::stock_reserved>(&answer);
    REQUIRE(reserved != nullptr);
    CHECK(reserved->product_name == "Moka pot");
    CHECK(reserved->unit_price_cents == 3490);
    CHECK(reserved->remaining == 1);
    REQUIRE(reserved->products.size() == 2);
    CHECK(reserved->products[1].product_id == "moka-pot");
    CHECK(reserved->products[1].available == 1);
    CHECK(reserved->products[1].version == 2);
    CHECK(store.level("moka-pot", "porto")->available == 1);
}

TEST_CASE_FIXTURE(filled_store, "of two orders for the last piece one gets it and one is told") {
    const auto first = store.reserve({"ORD-AAAAAAAAAA", "moka-pot", "porto", 1});
    const auto second = store.reserve({"ORD-BBBBBBBBBB", "moka-pot", "porto", 1});

    CHECK(std::holds_alternative<contract::stock_reserved>(first));
    const auto* refused = std::get_if<contract::stock_refused>(&second);
    REQUIRE(refused != nullptr);
    CHECK(refused->code == contract::stock_refusal::insufficient_stock);
    CHECK(refused->reason == "Porto has no pieces of Moka pot left.");
    CHECK(store.level("moka-pot", "porto")->available == 0);
}

TEST_CASE_FIXTURE(filled_store, "an order that asks twice reserves once") {
    store.reserve({"ORD-AAAAAAAAAA", "moka-pot", "lisbon", 2});
    const auto again = store.reserve({"ORD-AAAAAAAAAA", "moka-pot", "lisbon", 2});

    REQUIRE(std::holds_alternative<contract::stock_reserved>(again));
    CHECK(std::get<contract::stock_reserved>(again).remaining == 1);
    CHECK(store.level("moka-pot", "lisbon")->available == 1);
}

TEST_CASE_FIXTURE(filled_store,
                  "what cannot be reserved is refused with its reason and takes nothing") {
    struct refusal {
        const char* product;
        const char* place;
        std::int32_t quantity;
        contract::stock_refusal code;
        const char* reason;
    };
    using enum contract::stock_refusal;
    const refusal cases[] = {
        {"teapot", "lisbon", 1, unknown_product, "There is no product teapot."},
        {"moka-pot", "atlantis", 1, unknown_store, "There is no store atlantis."},
        {"moka-pot", "lisbon", 5, quantity_too_large, "One order can have 4 of Moka pot at most."},
        {"moka-pot", "lisbon", 4, insufficient_stock, "Lisbon has only 3 pieces of Moka pot left."},
        {"moka-pot", "porto", 2, insufficient_stock, "Porto has only 1 piece of Moka pot left."},
        {"milk-jug", "porto", 1, insufficient_stock, "Porto has no pieces of Milk jug left."},
    };
    for (const auto& each : cases) {
        CAPTURE(each.reason);
        const auto answer =
            store.reserve({"ORD-AAAAAAAAAA", each.product, each.place, each.quantity});
        const auto* refused = std::get_if<contract::stock_refused>(&answer);
        REQUIRE(refused != nullptr);
        CHECK(refused->code == each.code);
        CHECK(refused->reason == each.reason);
    }
    CHECK(store.level("moka-pot", "lisbon")->available == 3);
    CHECK(store.level("moka-pot", "porto")->available == 1);
}

TEST_CASE_FIXTURE(filled_store, "released pieces come back once, with a newer version") {
    store.reserve({"ORD-AAAAAAAAAA", "moka-pot", "lisbon", 2});

    const auto back = store.release("ORD-AAAAAAAAAA");
    REQUIRE(back.has_value());
    CHECK(back->available == 3);
    CHECK(back->version == 3);
    CHECK_FALSE(store.release("ORD-AAAAAAAAAA").has_value());
    CHECK(store.level("moka-pot", "lisbon")->available == 3);
}

TEST_CASE_FIXTURE(filled_store, "an order released before it reserves gets nothing any more") {
    CHECK_FALSE(store.release("ORD-AAAAAAAAAA").has_value());

    const auto late = store.reserve({"ORD-AAAAAAAAAA", "moka-pot", "lisbon", 1});
    REQUIRE(std::holds_alternative<contract::stock_refused>(late));
    CHECK(std::get<contract::stock_refused>(late).code == contract::stock_refusal::cancelled);
    CHECK(store.level("moka-pot", "lisbon")->available == 3);
}

TEST_CASE_FIXTURE(filled_store, "the catalogue keeps the seed's order of products") {
    const auto all = store.catalogue({});
    REQUIRE(all.products.size() == 2);
    CHECK(all.products[0].product_id == "moka-pot");
    CHECK(all.stores.size() == 2);
    CHECK(all.stock.size() == 3);
    CHECK(store.catalogue("porto").stock.size() == 1);
}

TEST_CASE("a restart with the seed keeps what was sold and takes new prices over") {
    const temporary_directory directory;
    {
        product::stock_store store{directory / "product.db"};
        store.load(seed());
        store.reserve({"ORD-AAAAAAAAAA", "moka-pot", "lisbon", 2});
    }
    auto newer = seed();
    newer.products[0].unit_price_cents = 3990;

    product::stock_store store{directory / "product.db"};
    store.load(newer);
    CHECK(store.level("moka-pot", "lisbon")->available == 1);
    CHECK(store.catalogue({}).products[0].unit_price_cents == 3990);
}
