#include <asyncapi/validation/pattern/simple_pattern.hpp>

#include <doctest/doctest.h>

#include <string>
#include <string_view>

using asyncapi::validation::detail::simple_pattern;

namespace {

constexpr auto uuid =
    simple_pattern::read("^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$");
static_assert(uuid && uuid->matches("01234567-89ab-cdef-0123-456789abcdef"));
static_assert(!uuid->matches("01234567-89ab-cdef-0123-456789abcdeg"));
static_assert(!uuid->matches("01234567-89ab-cdef-0123-456789abcde"));
static_assert(!uuid->matches("01234567-89ab-cdef-0123-456789abcdef0"));

}  // namespace

TEST_CASE("a simple pattern means what the whole grammar says") {
    struct row {
        std::string_view pattern;
        std::string_view text;
        bool matches;
    };
    const row rows[] = {
        {"^ORD-[0-9]{8}$", "ORD-12345678", true},
        {"^ORD-[0-9]{8}$", "ORD-1234567", false},
        {"^ORD-[0-9]{8}$", "ORD-123456789", false},
        {"^[A-Z]-[0-9]+$", "A-7", true},
        {"^[A-Z]-[0-9]+$", "A-", false},
        {"^[A-Z]-[0-9]+$", "A-7\n", false},
        // clear from the end only, or from both ends to one part between
        {"^[a-z0-9]*-[0-9]{2}$", "a7--12", false},
        {"^[a-z-]*-[0-9]+$", "a-b-12", true},
        {"^[a-z-]*-[0-9]+$", "12", false},
        {"^[^@ ]+@[^@ ]+[.][A-Za-z]{2,}$", "a@b.c.de", true},
        {"^[^@ ]+@[^@ ]+[.][A-Za-z]{2,}$", "a@b.c.d", false},
        {"^[^@ ]+@[^@ ]+[.][A-Za-z]{2,}$", "a@.de", false},
        {"^[^@ ]+@[^@ ]+[.][A-Za-z]{2,}$", "@b.de", false},
        {"^[^@ ]+@[^@ ]+[.][A-Za-z]{2,}$", "\xC3\xA9@\xC3\xA9.de", true},
        {"^[^@ ]+@[^@ ]+[.][A-Za-z]{2,}$", "a@b@c.de", false},
        {"^a?b?$", "ab", true},
        {"^a?b?$", "ba", false},
        {"^a{2,3}b$", "aaab", true},
        {"^a{2,3}b$", "aaaab", false},
        // one end is open, or both
        {"^x-", "x-a", true},
        {"^x-", "ax-", false},
        {"^x+", "x", true},
        {"^x*", "a", true},
        {"-id$", "user-id", true},
        {"-id$", "user-id2", false},
        {"[0-9]{3}", "a12b345", true},
        {"[0-9]{3}", "a12b34", false},
        {"a*", "b", true},
        {"a*$", "b", true},
        {"", "", true},
        {"^$", "", true},
        {"^$", "a", false},
        {"^", "a", true},
        {"$", "a", true},
        // characters, not bytes
        {"^.{3,}$",
         "\xF0\x9F\x90\xB2"
         "ab",
         true},
        {"^.{3,}$",
         "\xF0\x9F\x90\xB2"
         "a",
         false},
        {"^[^x]{2}$", "\xC3\xA9\xC3\xA9", true},
        {"^[^x]{2}$", "\xC3\xA9", false},
        {"^[^x]{1,2}a$",
         "\xC3\xA9\xC3\xA9"
         "a",
         true},
        {"^[^a]{1,2}a$",
         "\xC3\xA9\xC3\xA9"
         "a",
         true},
        {"^\\W$", "\xC3\xA9", true},
        {"^[\\D]$", "\xC3\xA9", true},
        {".{2}", "\xC3\xA9", false},
        {".{2}", "\xC3\xA9\xE2\x82\xAC", true},
        // a line ends with U+2028 too
        {"^.*$", "a\xE2\x80\xA8", false},
        {"^.*$", "a\xE2\x80\xA7\xE2\x81\xA8", true},
        {"^a.+$", "a\xE2\x80\xA9", false},
        // the same, clear from the end only
        {"^[^@]+@.+[.]b$", "\xC3\xA9@\xE2\x80\xA7\xC3\xA9.b", true},
        {"^[^@]+@.+[.]b$", "a@\xE2\x80\xA8.b", false},
        {"^[^@]+@.+[.]b$", "a@\xE2\x80\xA8\xC3\xA9.b", false},
        {"^x.{2,}[.]b$", "x\xC3\xA9.b", false},
        {"^x.{2,}[.]b$", "x\xC3\xA9\xC3\xA9.b", true},
        {".{2,}-b$", "\xE2\x80\xA8\xC3\xA9-b", false},
        {".{2,}-b$", "\xE2\x80\xA8\xC3\xA9\xC3\xA9-b", true},
        {"^.+-a$", "\xE2\x82\xAC-a", true},
        {"^.+-a$", "\xE2\x80\xA8-a", false},
        {"^.$", "\r", false},
    };
    for (const auto& row : rows) {
        CAPTURE(row.pattern);
        CAPTURE(row.text);
        const auto read = simple_pattern::read(row.pattern);
        REQUIRE(read);
        CHECK(read->matches(row.text) == row.matches);
    }
}

TEST_CASE("what is not so simple, or no pattern, is not read") {
    for (const std::string_view source : {"a|b",
                                          "(a)",
                                          "^a*.*a*$",
                                          "^.*x.*$",
                                          "^[a-z]+[a-z0-9]+[a-z]+$",
                                          "ab",
                                          "a+b",
                                          "\\bx",
                                          "\\s",
                                          "\\p{L}",
                                          "\\1",
                                          "\\x41",
                                          "\\u0041",
                                          "\\cA",
                                          "\\0",
                                          "[\\s]",
                                          "[\\b]",
                                          "[]",
                                          "[^]",
                                          "[z-a]",
                                          "[a",
                                          "[\\w-z]",
                                          "[a-\\w]",
                                          "a{2,1}",
                                          "a{",
                                          "a**",
                                          "*",
                                          "a^",
                                          "a$b",
                                          "{",
                                          "}",
                                          "]",
                                          "\\",
                                          "^\xC3\xA9$",
                                          "[\xC3\xA9]",
                                          "^abcdefghijklmnopq$",
                                          "a{1000000}",
                                          "^(?=a)",
                                          "a+?+"}) {
        CAPTURE(source);
        CHECK_FALSE(simple_pattern::read(source));
    }
}

TEST_CASE("a long text takes one pass") {
    const std::string text(1'000'000, 'a');
    CHECK(simple_pattern::read("^[a-z]*$")->matches(text));
    CHECK(simple_pattern::read("^.+$")->matches(text));
    CHECK_FALSE(simple_pattern::read("^[^@]+@[^@]+$")->matches(text));
    CHECK_FALSE(simple_pattern::read("[0-9]{3}")->matches(text));
    CHECK_FALSE(simple_pattern::read("^.+[.][a-z]+$")->matches(text));
}
