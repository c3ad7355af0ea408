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

namespace shop {

enum class size { small, large };

struct card {
    std::string method{"CARD"};
    std::string last4;
    friend bool operator==(const card&, const card&) = default;
};
struct transfer {
    std::string method{"TRANSFER"};
    std::string iban;
    friend bool operator==(const transfer&, const transfer&) = default;
};

struct all {
    bool flag{};
    std::int8_t tiny{};
    std::uint64_t huge{};
    double real{};
    float single{};
    size fit{};
    std::vector<std::string> words;
    std::list<std::int32_t> numbers;
    std::set<std::string> tags;
    std::array<std::int32_t, 2> pair_of{};
    std::tuple<std::string, bool> mixed;
    std::map<std::string, double> prices;
    std::variant<card, transfer> payment;
    std::optional<std::string> maybe;
    std::optional<std::int32_t> null_or_number;
    std::optional<std::optional<std::int32_t>> absent_null_or_number;
    asyncapi::any_json anything;
    std::string fallback;
    friend bool operator==(const all&, const all&) = default;
};

struct gaps {
    std::vector<std::optional<std::int32_t>> numbers;
    std::map<std::string, std::optional<std::int32_t>> prices;
};

struct tree {
    std::string name;
    std::vector<tree> children;
    std::unique_ptr<tree> twin;
};

}  // namespace shop

template <>
struct asyncapi::schema<shop::size> {
    static constexpr auto value =
        enumeration(enumerator{shop::size::small, "S"}, enumerator{shop::size::large, "L"});
};
template <>
struct asyncapi::schema<shop::card> {
    using self = shop::card;
    static constexpr auto value =
        object(property("method", &self::method, string{.const_value = "CARD"}),
               property("last4", &self::last4, string{.pattern = "^[0-9]{4}$"}));
};
template <>
struct asyncapi::schema<shop::transfer> {
    using self = shop::transfer;
    static constexpr auto value =
        object(property("method", &self::method, string{.const_value = "TRANSFER"}),
               property("iban", &self::iban, string{.min_length = 15}));
};
template <>
struct asyncapi::schema<shop::all> {
    using self = shop::all;
    static constexpr auto value = object(
        property("flag", &self::flag), property("tiny", &self::tiny), property("huge", &self::huge),
        property("real", &self::real), property("single", &self::single),
        property("fit", &self::fit), property("words", &self::words),
        property("numbers", &self::numbers), property("tags", &self::tags),
        property("pairOf", &self::pair_of), property("mixed", &self::mixed),
        property("prices", &self::prices), property("payment", &self::payment, one_of("method")),
        property("maybe", &self::maybe),
        property("nullOrNumber", &self::null_or_number, nullable()),
        property("absentNullOrNumber", &self::absent_null_or_number, nullable()),
        property("anything", &self::anything),
        property("fallback", &self::fallback, string{.default_value = "none"}));
};
template <>
struct asyncapi::schema<shop::gaps> {
    using self = shop::gaps;
    static constexpr auto value =
        object(property("numbers", &self::numbers, array_of(nullable(integer{.minimum = 1}))),
               property("prices", &self::prices, map_of(nullable())));
};
template <>
struct asyncapi::schema<shop::tree> {
    using self = shop::tree;
    static constexpr auto value =
        object(property("name", &self::name), property("children", &self::children),
               property("twin", &self::twin));
};

namespace {

shop::all sample() {
    shop::all value;
    value.flag = true;
    value.tiny = -128;
    value.huge = std::numeric_limits<std::uint64_t>::max();
    value.real = 0.1;
    value.single = 1.5F;
    value.fit = shop::size::large;
    value.words = {"a \"b\"", "\xC3\xA9\xF0\x9F\x98\x80", std::string("n\0l", 3)};
    value.numbers = {1, -2};
    value.tags = {"x", "y"};
    value.pair_of = {3, 4};
    value.mixed = {"m", true};
    value.prices = {{"a/b", 1e-7}, {"c~d", 123456.789}};
    value.payment = shop::transfer{"TRANSFER", "DE08919130518898649731"};
    value.maybe = "here";
    value.absent_null_or_number.emplace();
    value.anything.text = R"({"deep":[1,null]})";
    value.fallback = "given";
    return value;
}

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
    for (const auto* text :
         {"128", "-129", "1e300", "18446744073709551616", "9223372036854775808"}) {
        CAPTURE(text);
        CHECK(refusal<std::int8_t>(text).keyword == "type");
    }
    CHECK(refusal<std::uint8_t>("-1").reason == "this must be from 0 to 255");
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
