#include <ordering/support/customer_page.hpp>
#include <ordering/support/temporary_directory.hpp>

#include <doctest/doctest.h>

#include <algorithm>

namespace {

using contract::order_refusal;

struct visit {
    temporary_directory directory;
    open_shop shop{directory.path()};
    customer_page page{shop};

    /// The connection is the first one, and still good.
    void still_connected() {
        CHECK(std::holds_alternative<contract::order_accepted>(page.order(moka_pot())));
        CHECK(page.connections() == 1);
    }
};

}  // namespace

TEST_CASE_FIXTURE(visit, "what the shop cannot sell is refused with the reason") {
    struct wish {
        const char* product;
        const char* store;
        std::int32_t quantity;
        order_refusal code;
        const char* reason;
    };
    const wish wishes[] = {
        {"teapot", "lisbon", 1, order_refusal::unknown_product, "There is no product teapot."},
        {"moka-pot", "atlantis", 1, order_refusal::unknown_store, "There is no store atlantis."},
        {"moka-pot", "lisbon", 5, order_refusal::quantity_too_large,
         "One order can have 4 of Moka pot at most."},
        {"moka-pot", "porto", 4, order_refusal::insufficient_stock,
         "Porto has only 3 pieces of Moka pot left."},
    };
    for (const auto& each : wishes) {
        CAPTURE(each.reason);
        auto wanted = moka_pot();
        wanted.product_id = each.product;
        wanted.store_id = each.store;
        wanted.quantity = each.quantity;

        const auto answer = page.order(wanted);

        REQUIRE(std::holds_alternative<contract::order_refused>(answer));
        CHECK(std::get<contract::order_refused>(answer).code == each.code);
        CHECK(std::get<contract::order_refused>(answer).reason == each.reason);
    }
    still_connected();
}

TEST_CASE_FIXTURE(visit, "an order needs somebody who orders") {
    auto wanted = moka_pot();
    wanted.email.reset();
    const auto answer = page.order(wanted);
    REQUIRE(std::holds_alternative<contract::order_refused>(answer));
    CHECK(std::get<contract::order_refused>(answer).code == order_refusal::customer_missing);
    still_connected();
}

TEST_CASE_FIXTURE(visit, "a message that breaks the contract is answered with where and why") {
    struct bad {
        const char* payload;
        const char* expected;
    };
    const bad messages[] = {
        {"", R"("pointer":"")"},
        {"{", R"("pointer":"")"},
        {"null", R"("keyword":"type")"},
        {"[]", R"("keyword":"type")"},
        {R"("order")", R"("keyword":"type")"},
        {R"({"productId":"moka-pot"})", R"("keyword":"required")"},
        {R"({"productId":"moka-pot","storeId":"lisbon","quantity":0,"orderPriority":"LOW"})",
         R"("pointer":"/quantity","keyword":"minimum")"},
        {R"({"productId":"moka-pot","storeId":"lisbon","quantity":1001,"orderPriority":"LOW"})",
         R"("pointer":"/quantity","keyword":"maximum")"},
        {R"({"productId":"moka-pot","storeId":"lisbon","quantity":1.5,"orderPriority":"LOW"})",
         R"("pointer":"/quantity","keyword":"type")"},
        {R"({"productId":"moka-pot","storeId":"lisbon","quantity":1e400,"orderPriority":"LOW"})",
         R"("message":"OrderRequest")"},
        {R"({"productId":"moka-pot","storeId":"lisbon","quantity":1,"orderPriority":"SOON"})",
         R"("pointer":"/orderPriority","keyword":"enum")"},
        {R"({"productId":"' OR 1=1 --","storeId":"lisbon","quantity":1,"orderPriority":"LOW"})",
         R"("pointer":"/productId","keyword":"pattern")"},
        {R"({"productId":"moka-pot","storeId":"lisbon","quantity":1,"orderPriority":"LOW","email":"x"})",
         R"("pointer":"/email")"},
    };
    for (const auto& each : messages) {
        CAPTURE(each.payload);
        const auto answer = page.send_raw("order", each.payload);
        CAPTURE(answer);
        CHECK(answer.starts_with("InvalidMessage {\"violation\":{\"message\":\"OrderRequest\""));
        CHECK(answer.find(each.expected) != std::string::npos);
    }
    still_connected();
}

TEST_CASE_FIXTURE(visit, "a message that nests without end is refused, and the shop goes on") {
    const auto answer = page.send_raw("order", std::string(60'000, '['));
    CHECK(answer.starts_with("InvalidMessage"));
    still_connected();
}

TEST_CASE_FIXTURE(visit, "every question of a page can be answered with what is wrong about it") {
    for (const auto* address :
         {"catalogue", "order/history", "customer/register", "customer/login", "chat/history"}) {
        CAPTURE(address);
        CHECK(page.send_raw(address, "17").starts_with("InvalidMessage"));
    }
    still_connected();
}

TEST_CASE_FIXTURE(visit, "a page cannot listen to the orders of others") {
    page.listen_at("order/+/status");
    page.listen_at("#");
    page.listen_at("payment/completed");
    shop.run_until([&] { return page.refusals().size() == 3; });
    for (const std::string filter : {"order/+/status", "#", "payment/completed"}) {
        CAPTURE(filter);
        CHECK(std::ranges::any_of(page.refusals(), [&](const std::string& refusal) {
            return refusal.starts_with(filter + ": ") &&
                   refusal.find("unauthorized") != std::string::npos;
        }));
    }
    still_connected();
}

TEST_CASE_FIXTURE(visit, "a request that is repeated orders once") {
    auto wanted = moka_pot();
    wanted.request_id = "request-0001";

    const auto first = page.accepted(wanted);
    const auto again = page.accepted(wanted);

    CHECK(again.order_id == first.order_id);
    CHECK(again.remaining == 11);
    page.follow(first.order_id, contract::step::delivered);
    CHECK(page.accepted(wanted).order_id == first.order_id);
    CHECK(shop.lines_with({" payment ", "-> payment/completed"}).size() == 1);
}

TEST_CASE_FIXTURE(visit, "a request id that was used for something else is refused") {
    auto wanted = moka_pot();
    wanted.request_id = "request-0001";
    page.accepted(wanted);
    wanted.quantity = 2;

    const auto answer = page.order(wanted);

    REQUIRE(std::holds_alternative<contract::order_refused>(answer));
    CHECK(std::get<contract::order_refused>(answer).code == order_refusal::request_reused);
}

TEST_CASE_FIXTURE(visit, "an order that nobody knows has no history") {
    CHECK(page.history("ORD-0000000000").empty());
}

TEST_CASE_FIXTURE(visit, "a correlation id that does not fit a line gets a new one") {
    const auto accepted = page.accepted(moka_pot(), "two words\nand a line");
    page.follow(accepted.order_id, contract::step::delivered);
    for (const auto& line : shop.log()) CHECK(line.find('\n') == std::string::npos);
}
