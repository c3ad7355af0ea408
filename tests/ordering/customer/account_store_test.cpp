#include <contract/identity.hpp>
#include <customer/account_store.hpp>

#include <ordering/support/temporary_directory.hpp>

#include <doctest/doctest.h>

namespace {

const auto noon = std::chrono::system_clock::time_point{std::chrono::hours{400'000}};

}

TEST_CASE("an address has one account, whatever its capitals") {
    customer::account_store store{":memory:"};

    REQUIRE(store.add("Ada", "ada@example.com", "hash").has_value());
    CHECK_FALSE(store.add("Eve", "ADA@example.com", "other").has_value());
    REQUIRE(store.find("Ada@Example.com").has_value());
    CHECK(store.find("Ada@Example.com")->name == "Ada");
    CHECK_FALSE(store.find("nobody@example.com").has_value());
}

TEST_CASE("a session is known by its token until it ends") {
    customer::account_store store{":memory:"};
    const auto ada = store.add("Ada", "ada@example.com", "hash").value();

    const auto session = store.open_session(ada, noon);

    CHECK(session.session_token.size() == 64);
    CHECK(session.expires_at == contract::timestamp(noon + std::chrono::hours{12}));
    REQUIRE(store.session(session.session_token, noon).has_value());
    CHECK(store.session(session.session_token, noon)->customer_id == ada.customer_id);
    CHECK_FALSE(store.session(session.session_token, noon + std::chrono::hours{12}).has_value());
    CHECK_FALSE(store.session(std::string(64, '0'), noon).has_value());
}

TEST_CASE("a closed session is not known any more") {
    customer::account_store store{":memory:"};
    const auto ada = store.add("Ada", "ada@example.com", "hash").value();
    const auto one = store.open_session(ada, noon);
    const auto other = store.open_session(ada, noon);

    store.close_session(one.session_token);

    CHECK_FALSE(store.session(one.session_token, noon).has_value());
    CHECK(store.session(other.session_token, noon).has_value());
}

TEST_CASE("accounts and sessions survive a restart, and the file holds no token") {
    const temporary_directory directory;
    std::string token;
    {
        customer::account_store store{directory / "customer.db"};
        const auto ada = store.add("Ada", "ada@example.com", "hash").value();
        token = store.open_session(ada, noon).session_token;
    }

    customer::account_store store{directory / "customer.db"};
    CHECK(store.session(token, noon).has_value());

    SQLite::Database file{(directory / "customer.db").string()};
    CHECK(file.execAndGet("SELECT count(*) FROM session").getInt() == 1);
    CHECK(file.execAndGet("SELECT token_digest FROM session").getString() != token);
}
