#include <ordering/order.hpp>

#include <doctest/doctest.h>

#include <string_view>

namespace {

using contract::step;

std::string_view asks_for(std::optional<step> at, bool holds_stock = true) {
    ordering::order current;
    current.step = at;
    current.holds_stock = holds_stock;
    static constexpr std::string_view names[] = {"nothing", "validation", "payment", "delivery",
                                                 "release"};
    return names[next_command(current).index()];
}

}  // namespace

TEST_CASE("an order asks for what brings it to the next step") {
    CHECK(asks_for(std::nullopt) == "release");
    CHECK(asks_for(step::received) == "validation");
    CHECK(asks_for(step::validated) == "payment");
    CHECK(asks_for(step::paid) == "delivery");
    CHECK(asks_for(step::packaged) == "delivery");
    CHECK(asks_for(step::dispatched) == "delivery");
    CHECK(asks_for(step::delivered) == "nothing");
}

TEST_CASE("a failed order asks for its stock's return until it is confirmed") {
    CHECK(asks_for(step::failed, true) == "release");
    CHECK(asks_for(step::failed, false) == "nothing");
}

TEST_CASE("steps only go forward, and nothing follows an end") {
    CHECK(ordering::may_follow(step::received, step::validated));
    CHECK(ordering::may_follow(step::received, step::paid));
    CHECK(ordering::may_follow(step::dispatched, step::failed));
    CHECK_FALSE(ordering::may_follow(step::paid, step::paid));
    CHECK_FALSE(ordering::may_follow(step::paid, step::validated));
    CHECK_FALSE(ordering::may_follow(step::delivered, step::failed));
    CHECK_FALSE(ordering::may_follow(step::failed, step::paid));
}

TEST_CASE("a command carries what its receiver needs") {
    ordering::order current;
    current.order_id = "ORD-AAAAAAAAAA";
    current.amount_cents = 6980;
    current.email = "ada@example.com";

    current.step = step::received;
    CHECK(std::get<contract::validation_requested>(next_command(current)).email ==
          "ada@example.com");
    current.step = step::validated;
    CHECK(std::get<contract::payment_requested>(next_command(current)).amount_cents == 6980);
}
