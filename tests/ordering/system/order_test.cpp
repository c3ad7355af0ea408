#include <ordering/support/customer_page.hpp>
#include <ordering/support/temporary_directory.hpp>

#include <doctest/doctest.h>

#include <algorithm>

namespace {

using contract::step;

const std::vector all_steps{step::received, step::validated,  step::paid,
                            step::packaged, step::dispatched, step::delivered};

std::int32_t available(const contract::catalogue& all, std::string_view product,
                       std::string_view store) {
    for (const auto& level : all.stock) {
        if (level.product_id == product && level.store_id == store) return level.available;
    }
    return -1;
}

}  // namespace

TEST_CASE("an order is answered at once and goes through all steps") {
    const temporary_directory directory;
    open_shop shop{directory.path()};
    customer_page page{shop};
    REQUIRE(available(page.catalogue(), "moka-pot", "lisbon") == 12);

    auto wanted = moka_pot();
    wanted.quantity = 2;
    const auto accepted = page.accepted(wanted, "conversation-42");

    CHECK(accepted.remaining == 10);
    CHECK(accepted.amount_cents == 6980);
    CHECK(accepted.products.size() == 9);
    CHECK(page.follow(accepted.order_id, step::delivered) == all_steps);
    CHECK(available(page.catalogue(), "moka-pot", "lisbon") == 10);
    shop.run_until([&] { return page.told_stock("moka-pot", "lisbon").has_value(); });
    CHECK(page.told_stock("moka-pot", "lisbon")->available == 10);
}

TEST_CASE("the log of every service tells an order's story under its correlation id") {
    const temporary_directory directory;
    open_shop shop{directory.path()};
    customer_page page{shop};

    const auto accepted = page.accepted(moka_pot(), "conversation-42");
    page.follow(accepted.order_id, step::delivered);
    shop.run_until([&] {
        return !shop.lines_with({"NotificationPosted", "step=delivered", "delivered=true"}).empty();
    });

    for (const std::string service : {" page ", " web ", " ordering ", " product ", " customer ",
                                      " payment ", " delivery ", " notification ", " chat "}) {
        CAPTURE(service);
        CHECK_FALSE(shop.lines_with({service, " conversation-42"}).empty());
    }
    for (const auto* event : {"OrderRequest", "StockReserved", "OrderAccepted",
                              "ValidationCompleted", "PaymentCompleted", "DeliveryUpdated"}) {
        CAPTURE(event);
        CHECK_FALSE(shop.lines_with({event, " conversation-42 "}).empty());
    }
}

TEST_CASE("the staff are told each step, and not by whom they could be impersonated") {
    const temporary_directory directory;
    open_shop shop{directory.path()};
    customer_page page{shop};

    const auto accepted = page.accepted(moka_pot());
    page.follow(accepted.order_id, step::delivered);
    shop.run_until([&] { return shop.lines_with({"NotificationPosted"}).size() == 6; });

    const auto chat = page.chat();
    REQUIRE(chat.messages.size() == 6);
    CHECK(chat.messages.front().text ==
          "Order …" + accepted.order_id.substr(10) + " received: Set aside: 1 × Moka pot");
    CHECK(chat.messages.back().text.find("delivered") != std::string::npos);
    for (const auto& line : chat.messages) {
        CHECK(line.text.find(accepted.order_id) == std::string::npos);
    }
}

TEST_CASE("of two customers who race for the last piece one gets it and the other is told") {
    const temporary_directory directory;
    open_shop shop{directory.path()};
    customer_page ada{shop};
    customer_page bob{shop};
    contract::order_request wanted = moka_pot();
    wanted.product_id = "hand-grinder";
    wanted.store_id = "porto";

    const auto first = ada.start_order(wanted);
    const auto second = bob.start_order(wanted);
    shop.run_until([&] { return first->has_value() && second->has_value(); });

    const auto won = [](const auto& answer) {
        return std::holds_alternative<contract::order_accepted>(**answer);
    };
    REQUIRE(won(first) != won(second));
    const auto& lost = std::get<contract::order_refused>(won(first) ? **second : **first);
    CHECK(lost.code == contract::order_refusal::insufficient_stock);
    CHECK(lost.reason == "Porto has no pieces of Hand grinder left.");
    const auto left =
        std::ranges::find(lost.products, "hand-grinder", &contract::stock_level::product_id);
    REQUIRE(left != lost.products.end());
    CHECK(left->available == 0);
    CHECK(available(ada.catalogue(), "hand-grinder", "porto") == 0);
}

TEST_CASE("twenty customers who race for three pieces get three") {
    const temporary_directory directory;
    open_shop shop{directory.path()};
    customer_page page{shop};
    contract::order_request wanted = moka_pot();
    wanted.store_id = "porto";

    std::vector<customer_page::pending<customer_page::order_answer>> answers;
    for (int i = 0; i < 20; ++i) answers.push_back(page.start_order(wanted));
    shop.run_until([&] {
        return std::ranges::all_of(answers, [](const auto& each) { return each->has_value(); });
    });

    CHECK(std::ranges::count_if(answers, [](const auto& each) {
              return std::holds_alternative<contract::order_accepted>(**each);
          }) == 3);
    CHECK(available(page.catalogue(), "moka-pot", "porto") == 0);
}

TEST_CASE("a payment that is refused fails the order and gives its stock back") {
    const temporary_directory directory;
    open_shop shop{directory.path()};
    customer_page page{shop};
    contract::order_request wanted = moka_pot();
    wanted.product_id = "espresso-machine";
    wanted.quantity = 2;

    const auto accepted = page.accepted(wanted);
    CHECK(accepted.remaining == 1);

    CHECK(page.follow(accepted.order_id, step::failed) ==
          std::vector{step::received, step::validated, step::failed});
    CHECK(page.history(accepted.order_id).back().detail ==
          "The card pays €1,000.00 at most, and this costs €1,298.00.");
    shop.run_until([&] {
        const auto level = page.told_stock("espresso-machine", "lisbon");
        return level && level->available == 3;
    });
    CHECK(available(page.catalogue(), "espresso-machine", "lisbon") == 3);
}
