#include "support/ecma_matcher.hpp"

#include <asyncapi/validation/pattern/pattern.hpp>

#include <doctest/doctest.h>

#include <atomic>
#include <cstdlib>
#include <functional>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

using namespace asyncapi::validation::detail;

namespace {

/// Writes patterns and texts of few characters, so that they meet often.
class generator {
public:
    explicit generator(unsigned seed) : random_{seed} {}

    unsigned below(unsigned limit) { return static_cast<unsigned>(random_() % limit); }

    /// Classes in a row, as simple patterns are.
    std::string row() {
        std::string text = below(3) > 0 ? "^" : "";
        for (auto count = 1 + below(4); count > 0; --count) text += one() + quantifier();
        return text + (below(3) > 0 ? "$" : "");
    }

    std::string regular(int depth) {
        switch (below(depth <= 0 ? 4 : 9)) {
            case 0:
            case 1:
            case 2:
                return one() + quantifier();
            case 3:
                return below(2) ? "^" : "$";
            case 4:
            case 5:
                return regular(depth - 1) + regular(depth - 1);
            case 6:
                return "(" + regular(depth - 1) + "|" + regular(depth - 1) + ")";
            case 7:
                return "(?:" + regular(depth - 1) + ")" + quantifier();
            default:
                return "(" + regular(depth - 1) + "|)";
        }
    }

    std::string any(int depth) {
        switch (below(depth <= 0 ? 1 : 12)) {
            case 0:
            case 1:
            case 2:
                return regular(depth - 1);
            case 3:
                return below(2) ? "\\b" : "\\B";
            case 4:
                return (below(2) ? "(?=" : "(?!") + any(depth - 1) + ")";
            case 5:
                return (below(2) ? "(?<=" : "(?<!") + any(depth - 1) + ")";
            case 6:
                return "(" + any(depth - 1) + ")" + quantifier();
            case 7:
                return "(" + any(depth - 1) + ")" + any(depth - 1) + "\\1";
            case 8:
                return "\\1";
            case 9:
                return "(?:" + any(depth - 1) + "|" + any(depth - 1) + ")" + quantifier();
            default:
                return any(depth - 1) + any(depth - 1);
        }
    }

    std::string text() {
        constexpr const char* characters[] = {"a",
                                              "b",
                                              "c",
                                              "a",
                                              "b",
                                              "1",
                                              "-",
                                              " ",
                                              "\n",
                                              "\xC3\xA9",
                                              "\xE2\x80\xA8",
                                              "\xF0\x9F\x90\xB2"};
        std::string made;
        for (auto size = below(8); size > 0; --size) made += characters[below(12)];
        return made;
    }

private:
    std::string one() {
        constexpr const char* ones[] = {"a",   "b",   "c",   "[ab]",  "[^a]",   "[^ab]",
                                        "\\w", "\\d", ".",   "\\-",   "-",      "[a-c1]",
                                        "\\s", "\\W", "[^]", "\\xE9", "[\\w-]", "1"};
        return ones[below(18)];
    }
    std::string quantifier() {
        constexpr const char* counts[] = {"",    "",      "",      "",     "*",  "+",   "?",
                                          "{2}", "{0,2}", "{1,3}", "{2,}", "*?", "{0}", "+?"};
        return counts[below(14)];
    }

    std::mt19937 random_;
};

/// More than the default when someone asks for it.
int rounds(int usual) {
    const auto* const asked = std::getenv("ASYNCAPI_TEST_ROUNDS");
    return asked == nullptr ? usual : std::atoi(asked);
}

std::string repeated(std::string_view text, int times) {
    std::string made;
    for (int i = 0; i < times; ++i) made += text;
    return made;
}

pattern read(std::string_view source) {
    std::string problem;
    auto made = pattern::read(source, problem);
    CAPTURE(problem);
    REQUIRE(made);
    return std::move(*made);
}

match of(bool verdict) {
    return verdict ? match::yes : match::no;
}

/// Holds each way of running a pattern against what ECMA-262 says.
struct comparison {
    int simple = 0;
    int automata = 0;
    int pcre2 = 0;
    int matched = 0;

    void run(const std::string& source, generator& make) {
        CAPTURE(source);
        pattern_parser parser{source};
        const auto whole = parser.parse();
        if (!whole) return;  // a reference to a group that is not there
        std::string problem;
        const auto engine = pattern::read(source, problem);
        if (!engine) return;
        const auto simple_one = simple_pattern::read(source);
        const auto automaton_one = is_regular(*whole) ? dfa_builder::build(*whole) : nullptr;
        const auto pcre2_one = pcre2_program::compile(pcre2_writer::write(*whole), problem);
        CAPTURE(problem);
        REQUIRE(pcre2_one);
        pcre2_one->prepare();
        ecma_matcher standard{*whole};
        for (int i = 0; i < 8; ++i) {
            const auto text = make.text();
            CAPTURE(text);
            const auto expected = standard.matches(text);
            if (!expected) continue;
            matched += *expected;
            CHECK(engine->run(text) == of(*expected));
            if (simple_one) CHECK(simple_one->matches(text) == *expected);
            if (automaton_one) CHECK(automaton_one->matches(text) == *expected);
            CHECK(pcre2_one->run(text) == of(*expected));
            simple += simple_one.has_value();
            automata += automaton_one != nullptr;
            ++pcre2;
        }
    }
};

}  // namespace

TEST_CASE("each way of running a pattern has the verdict of ECMA-262") {
    comparison all;
    for (int round = 0; round < rounds(400); ++round) {
        generator make{static_cast<unsigned>(round)};
        all.run(make.row(), make);
        all.run(make.regular(3), make);
        all.run(make.any(4), make);
    }
    MESSAGE("simple: " << all.simple << ", automaton: " << all.automata
                       << ", PCRE2: " << all.pcre2);
    CHECK(all.simple > all.pcre2 / 8);
    CHECK(all.automata > all.pcre2 / 3);
    CHECK(all.matched > all.pcre2 / 8);
    CHECK(all.matched < all.pcre2);
}

TEST_CASE("what PCRE2 has got wrong is right") {
    CHECK(read(R"((?:([\w-]|)1*^)(?=))").run("aac") == match::yes);
    CHECK(read("(?=(?:^|b){0})").run("aa") == match::yes);
    CHECK(read(R"((?:(?:^){0})\Bb)").run("ab") == match::yes);
    CHECK(read(R"((a){0}\1\Bb)").run("ab") == match::yes);
}

TEST_CASE("a regular pattern takes one pass over a text, however ambiguous it is") {
    const auto text = repeated("a", 100'000) + "!";
    for (const char* source : {"(a+)+$", "^(a|a)*$", "^(a*)*$", "(a|aa)+$", "^([a-z]+)*[0-9]$",
                               "(.*a){5}b", "^(a?){20}b$"}) {
        CAPTURE(source);
        CHECK(read(source).run(text) == match::no);
    }
    CHECK(read("(a+)+!$").run(text) == match::yes);
    CHECK(read("(.*a){5}!").run(text) == match::yes);
}

TEST_CASE("a pattern that goes astray is stopped, and says so") {
    const auto hostile = repeated("a", 40) + "!";
    for (const char* source :
         {"^(?=a)(a+)+$", R"((\w+\w)+$(?!b))", R"(^(.)(\1|\1\1)+$)", R"(^(\p{L}|a)+$)"}) {
        CAPTURE(source);
        CHECK(read(source).run(hostile) == match::exhausted);
    }
    CHECK(read("^(?=a)(a+)+$").run(repeated("a", 40)) == match::yes);

    const auto large = repeated("a", 100'000) + "=b";
    CHECK(read("^(?=a).*.*.*=(?!b)").run(large) == match::exhausted);
    CHECK(read("(?=a)a*b(?!c)x").run("x" + repeated("a", 1'000'000) + "b") == match::exhausted);
}

TEST_CASE("long texts match patterns that need PCRE2") {
    const auto large = repeated("a", 100'000);
    CHECK(read(R"(\p{Letter}cole)")
              .run(large + " l'\xC3\xA9"
                           "cole") == match::yes);
    CHECK(read(R"(\p{Letter}cole)").run(large) == match::no);
    CHECK(read("^(?:(?=a)a|b)*$").run(large) == match::yes);
    CHECK(read("^(?:(?=a)a|b)*$").run(repeated("a", 10'000) + "c") == match::no);
    CHECK(read(R"(^(?:\w+\s?(?!x))*$)").run(repeated("word ", 20'000)) == match::yes);
    CHECK(read("foo(?=bar)").run(large + "foobar") == match::yes);
    CHECK(read("(?<=\xC3\xA9)x").run(repeated("\xC3\xA9", 50'000) + "x") == match::yes);
    CHECK(read("(?!x)\xC3\xA9$").run(repeated("\xC3\xA9", 50'000)) == match::yes);
}

TEST_CASE("a text that is no UTF-8 does no harm") {
    for (const char* source : {"^[^@]+$", ".", "^.{2}$", "(a|[^b])+", R"(\p{L})", "(?!a)."})
        for (const std::string_view text :
             {"\xFF", "\xE2", "\xE2\x80", "a\xC3", "\x80\x80\x80", "\xF0\x9F", "\xED\xA0\x80"})
            read(source).run(text);
    CHECK(read(R"(\p{L}|\b)").run("a\xFF") == match::no);
}

TEST_CASE("threads share a pattern, and the first to run it makes it ready") {
    std::atomic<int> wrong = 0;
    for (int round = 0; round < 20; ++round)
        for (const char* source : {"^(a|b)+$", R"(^(?=a)[ab]+$)", R"(^(.)[ab]*\1$)", "^[ab]+$"}) {
            const auto shared = read(source);
            std::vector<std::thread> threads;
            for (int i = 0; i < 4; ++i)
                threads.emplace_back([&] {
                    for (int j = 0; j < 10; ++j) {
                        wrong += shared.run("abba") != match::yes;
                        wrong += shared.run("abbc") != match::no;
                    }
                });
            for (auto& each : threads) each.join();
        }
    CHECK(wrong == 0);
}

TEST_CASE("an automaton that would be too large is left to PCRE2") {
    const auto wide = read(".{1,500}x");
    CHECK(wide.run(repeated("y", 2'000) + "x") == match::yes);
    CHECK(wide.run(repeated("y", 2'000)) == match::no);
    pattern_parser parser{"(a|b)*a(a|b){14}"};
    CHECK(dfa_builder::build(*parser.parse()) == nullptr);
    CHECK(read("(a|b)*a(a|b){14}").run(repeated("b", 100) + "a" + repeated("b", 14)) == match::yes);
}
