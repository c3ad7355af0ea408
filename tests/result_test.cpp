#include <asyncapi/result.hpp>

#include <doctest/doctest.h>

#include <memory>
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

TEST_CASE("a result of a result's error converts to every other result") {
    const result<int> bad{errc::would_block};
    const result<std::string> other{bad.error()};
    CHECK(other.error() == errc::would_block);
    const result<void> nothing{bad.error()};
    CHECK_FALSE(nothing);
}
