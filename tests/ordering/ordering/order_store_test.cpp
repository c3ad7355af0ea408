#include <ordering/order_store.hpp>

#include <ordering/support/temporary_directory.hpp>

#include <doctest/doctest.h>

namespace {

using contract::step;

ordering::order moka_pot(std::string order_id, std::optional<std::string> request_id = {}) {
    ordering::order fresh;
    fresh.order_id = std::move(order_id);
    fresh.correlation_id = "conversation-1";
    fresh.request_id = std::move(request_id);
    fresh.product_id = "moka-pot";
    fresh.store_id = "lisbon";
    fresh.quantity = 2;
    fresh.priority = contract::priority::high;
    fresh.session_token = std::string(64, 'a');
    return fresh;
}

std::vector<step> steps_of(const ordering::order_store& store, const std::string& order_id) {
    std::vector<step> steps;
    for (const auto& order : store.history({order_id}).orders) {
        for (const auto& status : order.statuses) steps.push_back(status.step);
    }
    return steps;
}

}  // namespace

TEST_CASE("an order is not in the history before it is accepted") {
    ordering::order_store store{":memory:"};
    store.begin(moka_pot("ORD-AAAAAAAAAA", "request-1"));

    CHECK(store.history({"ORD-AAAAAAAAAA"}).orders.empty());
    REQUIRE(store.find_request("request-1").has_value());
    CHECK_FALSE(store.find_request("request-1")->step.has_value());

    store.accept("ORD-AAAAAAAAAA", "Moka pot", 6980, "t0", "2 × Moka pot");

    const auto history = store.history({"ORD-AAAAAAAAAA", "ORD-UNKNOWN000"});
    REQUIRE(history.orders.size() == 1);
    CHECK(history.orders[0].product_name == "Moka pot");
    CHECK(history.orders[0].amount_cents == 6980);
    CHECK(history.orders[0].correlation_id == "conversation-1");
    CHECK(history.orders[0].order_priority == contract::priority::high);
    REQUIRE(history.orders[0].statuses.size() == 1);
    CHECK(history.orders[0].statuses[0].detail == "2 × Moka pot");
}

TEST_CASE("a refused order is forgotten, an accepted one cannot be") {
    ordering::order_store store{":memory:"};
    store.begin(moka_pot("ORD-AAAAAAAAAA"));
    store.begin(moka_pot("ORD-BBBBBBBBBB"));
    store.accept("ORD-BBBBBBBBBB", "Moka pot", 6980, "t0", "");

    store.forget("ORD-AAAAAAAAAA");
    store.forget("ORD-BBBBBBBBBB");

    CHECK_FALSE(store.find("ORD-AAAAAAAAAA").has_value());
    CHECK(store.find("ORD-BBBBBBBBBB").has_value());
}

TEST_CASE("a step that is told twice is stored once") {
    ordering::order_store store{":memory:"};
    store.begin(moka_pot("ORD-AAAAAAAAAA"));
    CHECK_FALSE(store.advance("ORD-AAAAAAAAAA", step::validated, "t0", ""));
    store.accept("ORD-AAAAAAAAAA", "Moka pot", 6980, "t0", "");

    CHECK(store.advance("ORD-AAAAAAAAAA", step::validated, "t1", ""));
    CHECK_FALSE(store.advance("ORD-AAAAAAAAAA", step::validated, "t2", ""));
    CHECK_FALSE(store.advance("ORD-AAAAAAAAAA", step::received, "t2", ""));
    CHECK_FALSE(store.advance("ORD-NOBODY0000", step::validated, "t2", ""));
    CHECK(steps_of(store, "ORD-AAAAAAAAAA") == std::vector{step::received, step::validated});
}

TEST_CASE("a step that overtakes others brings them along") {
    ordering::order_store store{":memory:"};
    store.begin(moka_pot("ORD-AAAAAAAAAA"));
    store.accept("ORD-AAAAAAAAAA", "Moka pot", 6980, "t0", "");
    store.advance("ORD-AAAAAAAAAA", step::paid, "t1", "");

    CHECK(store.advance("ORD-AAAAAAAAAA", step::delivered, "t2", ""));
    CHECK_FALSE(store.advance("ORD-AAAAAAAAAA", step::dispatched, "t3", ""));

    CHECK(steps_of(store, "ORD-AAAAAAAAAA") == std::vector{step::received, step::validated,
                                                           step::paid, step::packaged,
                                                           step::dispatched, step::delivered});
}

TEST_CASE("a failed order waits until its stock is back") {
    ordering::order_store store{":memory:"};
    store.begin(moka_pot("ORD-AAAAAAAAAA"));
    store.accept("ORD-AAAAAAAAAA", "Moka pot", 6980, "t0", "");
    store.advance("ORD-AAAAAAAAAA", step::failed, "t1", "The payment was refused.");
    REQUIRE(store.open_orders().size() == 1);

    store.stock_returned("ORD-AAAAAAAAAA");

    CHECK(store.open_orders().empty());
    CHECK(steps_of(store, "ORD-AAAAAAAAAA") == std::vector{step::received, step::failed});
}

TEST_CASE("an order without an answer disappears when its stock is back") {
    ordering::order_store store{":memory:"};
    store.begin(moka_pot("ORD-AAAAAAAAAA", "request-1"));
    REQUIRE(store.open_orders().size() == 1);

    store.stock_returned("ORD-AAAAAAAAAA");

    CHECK(store.open_orders().empty());
    CHECK_FALSE(store.find_request("request-1").has_value());
}

TEST_CASE("the session token is dropped as soon as the customer is known") {
    ordering::order_store store{":memory:"};
    store.begin(moka_pot("ORD-AAAAAAAAAA"));
    store.accept("ORD-AAAAAAAAAA", "Moka pot", 6980, "t0", "");
    REQUIRE(store.find("ORD-AAAAAAAAAA")->session_token.has_value());

    store.advance("ORD-AAAAAAAAAA", step::validated, "t1", "");

    CHECK_FALSE(store.find("ORD-AAAAAAAAAA")->session_token.has_value());
}

TEST_CASE("a restart knows the open orders and what was not sent") {
    const temporary_directory directory;
    {
        ordering::order_store store{directory / "ordering.db"};
        store.begin(moka_pot("ORD-AAAAAAAAAA"));
        store.accept("ORD-AAAAAAAAAA", "Moka pot", 6980, "t0", "first");
        store.mark_sent("ORD-AAAAAAAAAA", step::received);
        store.advance("ORD-AAAAAAAAAA", step::validated, "t1", "second");
    }

    ordering::order_store store{directory / "ordering.db"};
    REQUIRE(store.open_orders().size() == 1);
    CHECK(store.open_orders()[0].step == step::validated);
    REQUIRE(store.unsent().size() == 1);
    CHECK(store.unsent()[0].status.detail == "second");
    CHECK(store.unsent()[0].correlation_id == "conversation-1");
}
