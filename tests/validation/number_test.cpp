#include <asyncapi/validation/json/equality.hpp>
#include <asyncapi/validation/json/number.hpp>
#include <asyncapi/validation/parse_json.hpp>

#include <doctest/doctest.h>

#include <cstdint>
#include <string>
#include <vector>

using asyncapi::validation::parse_json;
using asyncapi::validation::detail::digest_of;
using asyncapi::validation::detail::equal;
using asyncapi::validation::detail::number;

namespace {

number read(const char* text) {
    return number::of(*parse_json(text));
}

}  // namespace

TEST_CASE("numbers are ordered by value, whatever their form") {
    const char* const ascending[] = {"-1e300",
                                     "-9223372036854775809e1",
                                     "-9223372036854775808",
                                     "-9223372036854775807",
                                     "-2",
                                     "-1.5",
                                     "-1",
                                     "-0.5",
                                     "0",
                                     "5e-324",
                                     "0.5",
                                     "1",
                                     "1.5",
                                     "2",
                                     "9007199254740992",
                                     "9007199254740993",
                                     "9223372036854775807",
                                     "9223372036854775808",
                                     "18446744073709551615",
                                     "18446744073709551616",
                                     "1e300"};
    for (std::size_t i = 0; i < std::size(ascending); ++i)
        for (std::size_t j = 0; j < std::size(ascending); ++j) {
            CAPTURE(ascending[i]);
            CAPTURE(ascending[j]);
            CHECK((read(ascending[i]) <=> read(ascending[j])) == (i <=> j));
        }
}

TEST_CASE("one value has one form") {
    CHECK(read("1.0") == read("1"));
    CHECK(read("-0.0") == read("0"));
    CHECK(read("1e2") == read("100"));
    CHECK(read("-9.223372036854775808e18") == read("-9223372036854775808"));
    CHECK(read("1.0").is_integer());
    CHECK(read("1e300").is_integer());
    CHECK_FALSE(read("1.5").is_integer());
}

TEST_CASE("multiples are reckoned with the digits that are written") {
    struct row {
        const char* value;
        const char* divisor;
        bool is_multiple;
    };
    const row rows[] = {
        {"19.99", "0.01", true},
        {"0.0075", "0.0001", true},
        {"0.00751", "0.0001", false},
        {"0.3", "0.1", true},
        {"4.5", "1.5", true},
        {"4.4", "1.5", false},
        {"0", "7", true},
        {"-6", "3", true},
        {"-7", "3", false},
        {"3.5", "2", false},
        {"1e308", "0.123456789", false},
        {"1e308", "0.5", true},
        {"1e308", "5e-324", true},
        {"12391239123", "1e-8", true},
        {"18446744073709551615", "5", true},
        {"18446744073709551615", "2", false},
        {"-9223372036854775808", "2", true},
        {"-9223372036854775808", "3", false},
        {"7", "1e20", false},
        {"2e20", "1e20", true},
        {"9007199254740993", "2", false},
    };
    for (const auto& row : rows) {
        CAPTURE(row.value);
        CAPTURE(row.divisor);
        CHECK(read(row.value).is_multiple_of(read(row.divisor)) == row.is_multiple);
    }
}

TEST_CASE("digests are equal exactly when values are") {
    const char* const different[] = {"null",
                                     "true",
                                     "false",
                                     "0",
                                     "1",
                                     "-1",
                                     "1.5",
                                     "\"\"",
                                     "\"a\"",
                                     "\"0\"",
                                     "[]",
                                     "{}",
                                     "[[]]",
                                     "[0]",
                                     "[null]",
                                     "[1,2]",
                                     "[2,1]",
                                     "{\"a\":\"b\"}",
                                     "{\"b\":\"a\"}",
                                     "{\"a\":\"a\"}",
                                     "{\"a\":1}",
                                     "{\"a\":1,\"b\":2}",
                                     "{\"a\":2,\"b\":1}",
                                     "[\"a\",\"b\"]",
                                     "[[1],2]",
                                     "[1,[2]]"};
    for (const auto* left : different)
        for (const auto* right : different) {
            CAPTURE(left);
            CAPTURE(right);
            const auto a = parse_json(left);
            const auto b = parse_json(right);
            CHECK(equal(*a, *b) == (left == right));
            CHECK((digest_of(*a) == digest_of(*b)) == (left == right));
        }
    CHECK(digest_of(*parse_json("[1.0]")) == digest_of(*parse_json("[1]")));
    CHECK(digest_of(*parse_json(R"({"a":1,"b":[]})")) ==
          digest_of(*parse_json(R"({"b":[],"a":1})")));
}
