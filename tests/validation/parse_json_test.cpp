#include <asyncapi/validation/parse_json.hpp>

#include <doctest/doctest.h>

#include <string>
#include <string_view>

using asyncapi::errc;
using asyncapi::validation::parse_json;

namespace {

std::string repeated(std::string_view text, int times) {
    std::string made;
    for (int i = 0; i < times; ++i) made += text;
    return made;
}

}  // namespace

TEST_CASE("what is not one JSON value is malformed, with the place where reading stopped") {
    struct row {
        std::string_view text;
        const char* pointer;
        const char* detail;
    };
    using namespace std::string_view_literals;
    const row rows[] = {
        {"", "", "there is no value at byte 0"},
        {"  ", "", "there is no value at byte 2"},
        {"[1] x", "", "something follows the value at byte 4"},
        {"{}\0"sv, "", "something follows the value at byte 2"},
        {"{}\0{}"sv, "", "something follows the value at byte 2"},
        {"01", "", "something follows the value at byte 1"},
        {R"({"a":[1,{"b":tru}]})", "/a/1/b", "this is not a JSON value at byte 16"},
        {R"({"a":1,})", "/a", "a member has no name at byte 7"},
        {R"({"a" 1})", "/a", "a colon is missing after a name at byte 5"},
        {R"({"a":1 "b":2})", "/a", "a comma or } is missing at byte 7"},
        {"[1 2]", "/1", "a comma or ] is missing at byte 3"},
        {"[1,]", "/1", "this is not a JSON value at byte 3"},
        {"[", "/0", "this is not a JSON value at byte 1"},
        {R"("abc)", "", "a string does not end at byte 4"},
        {"\"a\0b\""sv, "", "a string does not end at byte 2"},
        {"\"a\nb\"", "", "an unknown escape, or a control character that is not escaped at byte 2"},
        {R"("\x41")", "",
         "an unknown escape, or a control character that is not escaped at byte 1"},
        {R"("\u12G4")", "", "\\u is not followed by four hexadecimal digits at byte 1"},
        {R"("\ud800")", "", "half a surrogate pair at byte 1"},
        {R"("\udc00")", "", "a string is not valid Unicode at byte 8"},
        {R"({"\udc00":1})", "/\xED\xB0\x80", "a string is not valid Unicode at byte 9"},
        {"\"\xFF\"", "", "the text is not UTF-8 at byte 1"},
        {"\"\xC0\x80\"", "", "the text is not UTF-8 at byte 1"},
        {"\"\xED\xA0\x80\"", "", "the text is not UTF-8 at byte 1"},
        {"\xEF\xBB\xBF{}", "", "this is not a JSON value at byte 0"},
        {"NaN", "", "this is not a JSON value at byte 0"},
        {"-", "", "this is not a JSON value at byte 1"},
        {"1.", "", "no digit follows the decimal point at byte 2"},
        {"1e", "", "no digit follows the exponent at byte 2"},
        {"[1e400]", "/0", "a number is too large at byte 1"},
        {"0.099e310", "", "a number is too large at byte 0"},
        {"{'a':1}", "", "a member has no name at byte 1"},
        {"// x\n1", "", "this is not a JSON value at byte 0"},
    };
    for (const auto& row : rows) {
        CAPTURE(row.text);
        const auto parsed = parse_json(row.text);
        REQUIRE_FALSE(parsed);
        CHECK(parsed.error() == errc::malformed);
        CHECK(parsed.error().where().pointer == row.pointer);
        CHECK(parsed.error().detail() == row.detail);
    }
}

TEST_CASE("a name that occurs twice in one object is malformed, and in two objects it is not") {
    const auto twice = parse_json(R"({"a":[{"x":1,"y":2,"x":3}]})");
    REQUIRE_FALSE(twice);
    CHECK(twice.error() == errc::malformed);
    CHECK(twice.error().where().pointer == "/a/0/x");
    CHECK(twice.error().detail() == "a name occurs twice in one object at byte 24");

    CHECK_FALSE(parse_json(R"({"a":1,"\u0061":2})"));
    CHECK_FALSE(parse_json(R"({"":1,"":2})"));
    CHECK(parse_json(R"({"a":{"a":{"a":1}},"b":{"a":1}})"));
    CHECK(parse_json(R"([{"a":1},{"a":1}])"));
}

TEST_CASE("numbers are the nearest there are") {
    CHECK(parse_json("18446744073709551615")->GetUint64() == 18446744073709551615U);
    CHECK(parse_json("-9223372036854775808")->GetInt64() == INT64_MIN);
    CHECK(parse_json("18446744073709551616")->GetDouble() == 18446744073709551616.0);
    CHECK(parse_json("-9223372036854775809")->GetDouble() == -9223372036854775808.0);
    CHECK(parse_json("-0")->GetInt64() == 0);
    CHECK(parse_json("0.1")->GetDouble() == 0.1);
    CHECK(parse_json("5e-324")->GetDouble() == 5e-324);
    CHECK(parse_json("2.2250738585072011e-308")->GetDouble() == 2.2250738585072011e-308);
    CHECK(parse_json("1.7976931348623157e308")->GetDouble() == 1.7976931348623157e308);
}

TEST_CASE("a number too small for a double is zero, however it is written") {
    CHECK(parse_json("1e-400")->GetDouble() == 0);
    CHECK(parse_json("-1e-99999999999999999999")->GetDouble() == 0);
    CHECK(parse_json("0." + repeated("0", 400) + "1")->GetDouble() == 0);
    CHECK(parse_json("0." + repeated("0", 400) + "1e401")->GetDouble() == 1);
    CHECK(parse_json("0." + repeated("1", 100'000))->GetDouble() == doctest::Approx(1.0 / 9));
}

TEST_CASE("depth is bounded, and a million brackets are no trouble") {
    CHECK(parse_json(repeated("[", 64) + repeated("]", 64)));
    CHECK(parse_json("[[]]", {.max_depth = 2}));
    CHECK_FALSE(parse_json("[[[]]]", {.max_depth = 2}));

    const auto deep = parse_json(repeated("[", 1'000'000));
    REQUIRE_FALSE(deep);
    CHECK(deep.error() == errc::malformed);
    CHECK(deep.error().detail() == "the text nests deeper than 64 levels at byte 64");
    CHECK(parse_json(repeated(R"({"a":)", 100'000)).error() == errc::malformed);

    const auto allowed =
        parse_json(repeated("[", 200'000) + repeated("]", 200'000), {.max_depth = 200'000});
    CHECK(allowed);
}

TEST_CASE("a text longer than the limit is not read") {
    const auto parsed = parse_json("[1,2,3]", {.max_bytes = 6});
    REQUIRE_FALSE(parsed);
    CHECK(parsed.error() == errc::too_large);
    CHECK(parse_json("[1,2,3]", {.max_bytes = 7}));
}

TEST_CASE("many members do not make the search for twins slow") {
    std::string text = "{";
    for (int i = 0; i < 50'000; ++i) text += '"' + std::to_string(i) + "\":0,";
    CHECK(parse_json(text + R"("x":0})")->MemberCount() == 50'001);
    CHECK_FALSE(parse_json(text + R"("49999":0})"));
}
