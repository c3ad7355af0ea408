#include <ordering/support/customer_page.hpp>
#include <ordering/support/temporary_directory.hpp>

#include <doctest/doctest.h>

namespace {

using contract::step;

struct visit {
    temporary_directory directory;
    open_shop shop{directory.path()};
    customer_page page{shop};

    contract::customer_session ada() {
        const auto answer = page.sign_up({"Ada", "ada@example.com", "correct horse"});
        REQUIRE(std::holds_alternative<contract::customer_session>(answer));
        return std::get<contract::customer_session>(answer);
    }
};

contract::order_request moka_pot_for(const contract::customer_session& session) {
    auto wanted = moka_pot();
    wanted.email.reset();
    wanted.session_token = session.session_token;
    return wanted;
}

}  // namespace

TEST_CASE_FIXTURE(visit, "a customer who is logged in orders under the own name") {
    ada();
    const auto answer = page.log_in({"Ada@example.com", "correct horse"});
    REQUIRE(std::holds_alternative<contract::customer_session>(answer));
    const auto session = std::get<contract::customer_session>(answer);
    CHECK(session.name == "Ada");

    const auto accepted = page.accepted(moka_pot_for(session));

    page.follow(accepted.order_id, step::delivered);
    CHECK(page.history(accepted.order_id)[1].detail == "Customer Ada");
}

TEST_CASE_FIXTURE(visit, "a wrong password and an unknown address are refused alike") {
    ada();
    for (const auto& who : {contract::log_in{"ada@example.com", "correct house"},
                            contract::log_in{"eve@example.com", "correct horse"}}) {
        const auto answer = page.log_in(who);
        REQUIRE(std::holds_alternative<contract::customer_refused>(answer));
        const auto& refused = std::get<contract::customer_refused>(answer);
        CHECK(refused.code == contract::customer_refusal::wrong_credentials);
        CHECK(refused.reason == "E-mail address and password do not belong together.");
    }
}

TEST_CASE_FIXTURE(visit, "an address has one account") {
    ada();
    const auto answer = page.sign_up({"Eve", "ADA@example.com", "battery staple"});
    REQUIRE(std::holds_alternative<contract::customer_refused>(answer));
    CHECK(std::get<contract::customer_refused>(answer).code ==
          contract::customer_refusal::email_taken);
}

TEST_CASE_FIXTURE(visit,
                  "an order of a customer who has logged out fails and gives its stock back") {
    const auto session = ada();
    page.log_out(session.session_token);

    const auto accepted = page.accepted(moka_pot_for(session));

    CHECK(page.follow(accepted.order_id, step::failed) ==
          std::vector{step::received, step::failed});
    CHECK(page.history(accepted.order_id).back().detail ==
          "Your session has ended. Please log in again.");
    shop.run_until([&] {
        const auto level = page.told_stock("moka-pot", "lisbon");
        return level && level->available == 12;
    });
}

TEST_CASE_FIXTURE(visit, "neither passwords nor tokens are in the log") {
    const auto session = ada();
    page.accepted(moka_pot_for(session));
    page.log_out(session.session_token);
    page.order(moka_pot_for(session));
    CHECK(shop.lines_with({"correct horse"}).empty());
    CHECK(shop.lines_with({session.session_token}).empty());
    CHECK_FALSE(shop.lines_with({"RegisterCustomer"}).empty());
}
