#include "shop.hpp"

#include <asyncapi/codec/json.hpp>

#include <doctest/doctest.h>

#include <array>
#include <cstdint>
#include <limits>
#include <list>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <variant>
#include <vector>

using asyncapi::errc;
using asyncapi::from_json;
using asyncapi::to_json;
using shop::sample;

namespace {

template <class T>
asyncapi::violation refusal(std::string_view text) {
    const auto value = from_json<T>(text, "M");
    REQUIRE_FALSE(value);
    CHECK(value.error() == errc::contract_violation);
    CHECK(value.error().where().message == "M");
    return value.error().where();
}

}  // namespace

TEST_CASE("every kind of value comes back as it was written") {
    const auto value = sample();
    const auto text = to_json(value);
    REQUIRE(text);
    CAPTURE(*text);
    const auto back = from_json<shop::all>(*text);
    REQUIRE(back);
    CHECK((*back == value));
    CHECK(text->find("\"nullOrNumber\":null") != std::string::npos);
    CHECK(text->find("\"absentNullOrNumber\":null") != std::string::npos);
}

TEST_CASE(
    "a missing property is an empty optional or its default, and a required one is a violation") {
    auto value = sample();
    value.maybe.reset();
    value.absent_null_or_number.reset();
    auto text = to_json(value).value();
    CHECK(text.find("maybe") == std::string::npos);
    CHECK(text.find("absentNullOrNumber") == std::string::npos);
    CHECK((from_json<shop::all>(text).value() == value));

    const std::string given = R"(,"fallback":"given")";
    text.erase(text.find(given), given.size());
    CHECK(from_json<shop::all>(text).value().fallback == "none");

    const std::string flag = R"("flag":true,)";
    text.erase(text.find(flag), flag.size());
    const auto where = refusal<shop::all>(text);
    CHECK(where.pointer == "");
    CHECK(where.keyword == "required");
    CHECK(where.reason.find("flag") != std::string::npos);
}

TEST_CASE(
    "a number that the C++ type cannot hold is refused, a whole one may be written as 1.0 or 1e2") {
    CHECK(from_json<std::int32_t>("1e2").value() == 100);
    CHECK(from_json<std::int32_t>("7.0").value() == 7);
    CHECK(from_json<std::uint64_t>("18446744073709551615").value() ==
          std::numeric_limits<std::uint64_t>::max());
    CHECK(from_json<std::int64_t>("-9223372036854775808").value() ==
          std::numeric_limits<std::int64_t>::min());
    for (const auto* text : {"128", "1e300", "18446744073709551616", "9223372036854775808"}) {
        CAPTURE(text);
        CHECK(refusal<std::int8_t>(text).keyword == "maximum");
    }
    CHECK(refusal<std::int8_t>("-129").keyword == "minimum");
    CHECK(refusal<std::uint8_t>("-1").reason == "-1 is less than the minimum of 0");
    CHECK(refusal<std::int64_t>("9223372036854775808").keyword == "type");
    CHECK(refusal<std::uint64_t>("18446744073709551616").reason ==
          "this must be from 0 to 18446744073709551615");
    CHECK(refusal<float>("1e39").keyword == "type");
    CHECK(refusal<std::int32_t>("1.5").keyword == "type");
}

TEST_CASE("doubles come back to the last bit") {
    for (const double value :
         {0.1, 1.0 / 3.0, 1e-310, 5e-324, 1.7976931348623157e308, -0.0, 123456789.123456789}) {
        CAPTURE(value);
        const auto text = to_json(value).value();
        CAPTURE(text);
        CHECK(from_json<double>(text).value() == value);
    }
    const auto endless = to_json(std::numeric_limits<double>::infinity(), "M");
    REQUIRE_FALSE(endless);
    CHECK(endless.error().detail() == "JSON has no NaN and no infinity");
}

TEST_CASE("a variant takes the one alternative that matches") {
    using payment = std::variant<shop::card, shop::transfer>;
    CHECK(std::holds_alternative<shop::card>(
        from_json<payment>(R"({"method":"CARD","last4":"1234"})").value()));
    CHECK(std::holds_alternative<shop::transfer>(
        from_json<payment>(R"({"method":"TRANSFER","iban":"DE08919130518898649731"})").value()));
    CHECK(refusal<payment>(R"({"method":"CARD","last4":"12"})").keyword != "");
    CHECK(refusal<payment>(R"({"method":"CASH"})").keyword != "");
}

TEST_CASE("a struct inside itself is written and read, up to a depth") {
    shop::tree root{"root", {}, nullptr};
    root.children.push_back({"leaf", {}, nullptr});
    root.twin = std::make_unique<shop::tree>();
    root.twin->name = "twin";
    const auto text = to_json(root).value();
    CHECK(
        text ==
        R"({"name":"root","children":[{"name":"leaf","children":[]}],"twin":{"name":"twin","children":[]}})");
    CHECK(from_json<shop::tree>(text).value().twin->name == "twin");

    std::string deep = R"({"name":"x","children":[]})";
    for (int i = 0; i < 40; ++i) deep = R"({"name":"x","children":[)" + deep + "]}";
    CHECK_FALSE(from_json<shop::tree>(deep));
    shop::tree tower{"x", {}, nullptr};
    for (int i = 0; i < 100; ++i) {
        auto next = std::make_unique<shop::tree>();
        *next = std::move(tower);
        tower = shop::tree{"x", {}, std::move(next)};
    }
    CHECK_FALSE(to_json(tower));
}

TEST_CASE("text that is not UTF-8 is not written, and the error says where") {
    auto value = sample();
    value.words[1] = "\xFF";
    const auto text = to_json(value, "M");
    REQUIRE_FALSE(text);
    CHECK(text.error().where().pointer == "/words/1");
    CHECK(text.error().detail() == "the text is not valid UTF-8");
}

TEST_CASE("text that is not JSON is malformed, and says at which byte") {
    for (const auto* text :
         {"", "{", "[1,]", "nul", "{\"a\":1}}", "\"\xFF\"", "{\"flag\":1,\"flag\":1}"}) {
        CAPTURE(text);
        const auto value = from_json<shop::all>(text);
        REQUIRE_FALSE(value);
        CHECK(value.error() == errc::malformed);
        CHECK_FALSE(value.error().detail().empty());
    }
}

TEST_CASE("any_json is one value: its text adds nothing beside itself") {
    auto value = sample();
    for (const char* text : {"", " ", "1,\"y\":2", "1 2", "nope", "[1,2", "{}}", "\"\xFF\""}) {
        CAPTURE(text);
        value.anything.text = text;
        const auto written = to_json(value, "M");
        REQUIRE_FALSE(written);
        CHECK(written.error() == errc::contract_violation);
        CHECK(written.error().where().pointer == "/anything");
    }
    value.anything.text = " {\"a\" : [ 1 ]} ";
    CHECK(to_json(value).value().find(R"("anything":{"a":[1]})") != std::string::npos);
}

TEST_CASE("items, values and elements may be null where their keywords say so, and nowhere else") {
    const auto text = R"({"numbers":[1,null],"prices":{"a":null,"b":2}})";
    const auto read = from_json<shop::gaps>(text);
    REQUIRE(read);
    CHECK(read->numbers == std::vector<std::optional<std::int32_t>>{1, std::nullopt});
    CHECK_FALSE(read->prices.at("a"));
    CHECK(to_json(*read).value() == text);
    CHECK(refusal<shop::gaps>(R"({"numbers":[0],"prices":{}})").pointer == "/numbers/0");
    using strict = std::vector<std::optional<std::int32_t>>;
    CHECK(refusal<strict>("[1,null]").pointer == "/1");
    CHECK_FALSE(to_json(strict{1, std::nullopt}));
}
