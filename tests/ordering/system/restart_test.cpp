#include <ordering/support/customer_page.hpp>
#include <ordering/support/temporary_directory.hpp>

#include <doctest/doctest.h>

namespace {

using contract::step;

const std::vector all_steps{step::received, step::validated,  step::paid,
                            step::packaged, step::dispatched, step::delivered};

}  // namespace

TEST_CASE("a restart in the middle of an order loses nothing, whatever step it has reached") {
    for (const auto reached : all_steps) {
        CAPTURE(static_cast<int>(reached));
        const temporary_directory directory;
        std::string order_id;
        {
            open_shop shop{directory.path(), 100};
            customer_page page{shop};
            order_id = page.accepted(moka_pot(), "conversation-42").order_id;
            page.follow(order_id, reached);
        }

        open_shop shop{directory.path()};
        customer_page page{shop};

        CHECK(page.follow(order_id, step::delivered) == all_steps);
        const auto levels = page.catalogue().stock;
        for (const auto& level : levels) {
            if (level.product_id == "moka-pot" && level.store_id == "lisbon") {
                CHECK(level.available == 11);
            }
        }
        CHECK(shop.lines_with({" product ", "StockReserved"}).empty());
    }
}

TEST_CASE("many orders in many states all arrive after several restarts") {
    const temporary_directory directory;
    std::vector<std::string> order_ids;
    for (int round = 0; round < 4; ++round) {
        open_shop shop{directory.path(), 200};
        customer_page page{shop};
        for (int i = 0; i < 4; ++i) {
            auto wanted = moka_pot();
            wanted.product_id = "espresso-beans";
            order_ids.push_back(page.accepted(wanted).order_id);
        }
    }

    open_shop shop{directory.path()};
    customer_page page{shop};
    for (const auto& id : order_ids) CHECK(page.follow(id, step::delivered) == all_steps);
    const auto levels = page.catalogue().stock;
    for (const auto& level : levels) {
        if (level.product_id == "espresso-beans" && level.store_id == "lisbon") {
            CHECK(level.available == 120 - 16);
        }
    }
}

TEST_CASE("an order that was never answered is given up and can be repeated") {
    const temporary_directory directory;
    auto wanted = moka_pot();
    wanted.request_id = "request-0001";
    {
        open_shop shop{directory.path()};
        customer_page page{shop};
        const auto answer = page.start_order(wanted);
        shop.run_until([&] { return !shop.lines_with({" product ", "-> _reply"}).empty(); });
        REQUIRE_FALSE(answer->has_value());
    }

    open_shop shop{directory.path()};
    customer_page page{shop};
    shop.run_until([&] { return !shop.lines_with({" ordering ", "<- stock/released"}).empty(); });
    const auto accepted = page.accepted(wanted);

    CHECK(accepted.remaining == 11);
    CHECK(page.follow(accepted.order_id, step::delivered) == all_steps);
}
