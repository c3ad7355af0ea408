#include <payment/payment_store.hpp>

#include <ordering/support/temporary_directory.hpp>

#include <doctest/doctest.h>

TEST_CASE("a payment below the limit is taken, once") {
    payment::payment_store store{":memory:"};
    store.request({"ORD-AAAAAAAAAA", 99'999}, "conversation-1");

    const auto first = store.settle("ORD-AAAAAAAAAA", 100'000);
    const auto again = store.settle("ORD-AAAAAAAAAA", 1);

    REQUIRE(first.payment_id.has_value());
    CHECK(again.payment_id == first.payment_id);
    CHECK_FALSE(again.refusal.has_value());
}

TEST_CASE("a payment above the limit is refused with its reason") {
    payment::payment_store store{":memory:"};
    store.request({"ORD-AAAAAAAAAA", 129'805}, "conversation-1");

    const auto settled = store.settle("ORD-AAAAAAAAAA", 100'000);

    CHECK_FALSE(settled.payment_id.has_value());
    CHECK(settled.refusal == "The card pays €1,000.00 at most, and this costs €1,298.05.");
}

TEST_CASE("a repeated request finds the payment of the first") {
    payment::payment_store store{":memory:"};
    store.request({"ORD-AAAAAAAAAA", 5'000}, "conversation-1");
    const auto settled = store.settle("ORD-AAAAAAAAAA", 100'000);

    const auto again = store.request({"ORD-AAAAAAAAAA", 9'000}, "conversation-2");

    CHECK(again.amount_cents == 5'000);
    CHECK(again.correlation_id == "conversation-1");
    CHECK(again.payment_id == settled.payment_id);
}

TEST_CASE("nothing is taken that was not asked for") {
    payment::payment_store store{":memory:"};
    CHECK_THROWS_AS(store.settle("ORD-AAAAAAAAAA", 100'000), std::invalid_argument);
}

TEST_CASE("a restart knows which payments are still to be taken") {
    const temporary_directory directory;
    {
        payment::payment_store store{directory / "payment.db"};
        store.request({"ORD-AAAAAAAAAA", 5'000}, "conversation-1");
        store.request({"ORD-BBBBBBBBBB", 6'000}, "conversation-2");
        store.settle("ORD-AAAAAAAAAA", 100'000);
    }

    payment::payment_store store{directory / "payment.db"};
    REQUIRE(store.unsettled().size() == 1);
    CHECK(store.unsettled()[0].order_id == "ORD-BBBBBBBBBB");
    CHECK(store.unsettled()[0].correlation_id == "conversation-2");
}
