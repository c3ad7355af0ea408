#include <asyncapi/result.hpp>

#include <doctest/doctest.h>

#include <memory>
#include <stdexcept>
#include <string>
#include <utility>

using asyncapi::errc;
using asyncapi::result;

TEST_CASE("a result has a value or an error") {
    const result<int> good{7};
    REQUIRE(good);
    CHECK(good.has_value());
    CHECK(*good == 7);
    CHECK(good.value() == 7);

    const result<int> bad{errc::closed};
    REQUIRE_FALSE(bad);
    CHECK(bad.error() == errc::closed);
    const result<int> told{asyncapi::error{errc::closed, "by the peer"}};
    CHECK(told.error().detail() == "by the peer");
}

TEST_CASE("the value of an error throws what it says") {
    const result<int> bad{asyncapi::error{errc::closed, "by the peer"}};
    try {
        static_cast<void>(bad.value());
        FAIL("it did not throw");
    } catch (const boost::system::system_error& thrown) {
        CHECK(thrown.code() == errc::closed);
        CHECK(std::string{thrown.what()}.find("by the peer") != std::string::npos);
    }
    const result<void> none{errc::timed_out};
    CHECK_THROWS_AS(none.value(), boost::system::system_error);
    CHECK_NOTHROW(result<void>{}.value());
}

TEST_CASE("what can only be moved is moved out, and a value is taken or replaced") {
    result<std::unique_ptr<int>> held{std::make_unique<int>(3)};
    const auto taken = std::move(held).value();
    CHECK(*taken == 3);
    CHECK(result<std::string>{errc::closed}.value_or("none") == "none");
    CHECK(result<std::string>{std::string{"some"}}.value_or("none") == "some");
    result<std::string> text{std::string{"abc"}};
    CHECK(text->size() == 3);
    text = errc::closed;
    CHECK_FALSE(text);
}

TEST_CASE("a result is copied, moved and assigned with what it holds") {
    const result<std::string> good{std::string(40, 'a')};
    const result<std::string> bad{asyncapi::error{errc::closed, "by the peer"}};
    auto held = good;
    CHECK(*held == *good);
    held = bad;
    REQUIRE_FALSE(held);
    CHECK(held.error().detail() == "by the peer");
    held = good;
    REQUIRE(held);
    CHECK(*held == *good);
    const auto& itself = held;
    held = itself;
    CHECK(*held == *good);
    const auto moved = std::move(held);
    CHECK(*moved == *good);
}

TEST_CASE("a result whose value cannot be moved in is an error") {
    struct stubborn {
        bool throws = false;
        stubborn() = default;
        stubborn(const stubborn&) = default;
        stubborn(stubborn&& other) : throws{other.throws} {
            if (throws) throw std::runtime_error{"no"};
        }
    };
    result<stubborn> from{stubborn{}};
    from->throws = true;
    result<stubborn> to{stubborn{}};
    CHECK_THROWS_AS(to = std::move(from), std::runtime_error);
    CHECK_FALSE(to);
}

TEST_CASE("a result of a result's error converts to every other result") {
    const result<int> bad{errc::would_block};
    const result<std::string> other{bad.error()};
    CHECK(other.error() == errc::would_block);
    const result<void> nothing{bad.error()};
    CHECK_FALSE(nothing);
}
