#include <asyncapi/schema/same_json.hpp>

#include <doctest/doctest.h>

#include <string>

using asyncapi::same_json;

TEST_CASE("two JSON texts are the same when they mean the same") {
    struct row {
        const char* left;
        const char* right;
        bool same;
    };
    static constexpr row rows[] = {
        {R"({"a":1,"b":[true,null]})", R"( { "b" : [ true , null ], "a" : 1.0 } )", true},
        {R"({"a":1})", R"({"a":1,"b":2})", false},
        {R"({"a":1,"b":2})", R"({"a":1})", false},
        {R"({"a":1})", R"({"b":1})", false},
        {R"({"a":{"b":[{"c":1}]}})", R"({"a":{"b":[{"c":2}]}})", false},
        {R"([1,2])", R"([2,1])", false},
        {R"([1,2])", R"([1,2,3])", false},
        {R"("\u00e9\n")", "\"\xC3\xA9\\n\"", true},
        {R"("\ud83d\ude00")", "\"\xF0\x9F\x98\x80\"", true},
        {R"("\/")", R"("/")", true},
        {R"({"\u0061":1})", R"({"a":1})", true},
        {R"("")", R"("\u0000")", false},
        {"100", "1e2", true},
        {"0.010", "1e-2", true},
        {"1E+2", "100.0", true},
        {"-0", "0", true},
        {"0e5", "0", true},
        {"12345678901234567890", "12345678901234567891", false},
        {"1", "\"1\"", false},
        {"1", "true", false},
        {"true", "false", false},
        {"null", "{}", false},
        {"{}", "{}", true},
        {"[]", "[[]]", false},
        {"[]", "{}", false},
    };
    for (const auto& row : rows) {
        CAPTURE(row.left);
        CAPTURE(row.right);
        CHECK(same_json(row.left, row.right) == row.same);
        CHECK(same_json(row.right, row.left) == row.same);
    }
    static_assert(same_json(rows[0].left, rows[0].right));
    static_assert(!same_json(rows[1].left, rows[1].right));
}

TEST_CASE("a text that is not JSON is like no other, itself included") {
    for (const std::string text :
         {"",       " ",       "[",         "]",           "{",          "1 1",   "[1,]",
          "[,1]",   "[1 2]",   "{\"a\"}",   "{\"a\":}",    "{\"a\":1,}", "{a:1}", "{1:1}",
          "nul",    "truex",   "True",      "NaN",         "-",          "01",    "-01",
          "1.",     ".5",      "1e",        "1e+",         "+1",         "0x1",   "\"",
          "\"\\\"", "\"\\x\"", "\"\\u12\"", "\"\\u12G4\"", "\"a\nb\"",   "'a'",   "[1] ]"}) {
        CAPTURE(text);
        CHECK_FALSE(same_json(text, text));
    }
    CHECK_FALSE(same_json("1", "01"));
    CHECK_FALSE(same_json("0", "-"));
    CHECK_FALSE(same_json(R"("x")", R"("\x")"));
}

TEST_CASE("an object that has a name twice is like no other, for it has no one meaning") {
    CHECK_FALSE(same_json(R"({"a":1,"a":1})", R"({"a":1,"b":2})"));
    CHECK_FALSE(same_json(R"({"a":1,"b":2})", R"({"a":1,"a":1})"));
    CHECK_FALSE(same_json(R"({"a":1,"a":1})", R"({"a":1,"a":1})"));
    CHECK_FALSE(same_json(R"({"a":1,"\u0061":1})", R"({"a":1,"a":1})"));
}
