#include <asyncapi/validation/rapidjson/metered_regex.hpp>
#include <asyncapi/validation/rapidjson/pattern_translation.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <functional>
#include <optional>
#include <random>
#include <regex>
#include <string>
#include <string_view>
#include <vector>

using namespace asyncapi::validation::detail;

namespace {

using texts = std::optional<std::vector<std::string>>;
using regex = rapidjson::internal::GenericRegex<safe_utf8>;

texts translate(std::string_view source) {
    std::string problem;
    return translated_pattern(source, problem);
}

bool matches(const std::vector<std::string>& all, std::string_view text) {
    const auto safe = to_safe_utf8(text);
    return std::ranges::any_of(all, [&](const std::string& each) {
        const regex compiled{each.c_str()};
        REQUIRE(compiled.IsValid());
        return compiled.Search(safe.c_str());
    });
}

std::string repeated(std::string_view text, int times) {
    std::string made;
    for (int i = 0; i < times; ++i) made += text;
    return made;
}

}  // namespace

TEST_CASE("RapidJSON runs a translation as ECMA-262 says") {
    using namespace std::string_view_literals;
    struct row {
        std::string_view pattern;
        std::string_view text;
        bool matches;
    };
    const row rows[] = {
        // not anchored, empty, always true
        {"", "anything", true},
        {"a*", "b", true},
        {"a", "xay", true},
        {"(a|)", "zz", true},
        {"b?$", "xa", true},
        {"^b?", "xa", true},
        // anchors belong to their alternative
        {"^a|b$", "ax", true},
        {"^a|b$", "xb", true},
        {"^a|b$", "xa", false},
        {"(^a|b)c", "ac", true},
        {"(^a|b)c", "xac", false},
        {"(^a|b)c", "xbc", true},
        {"^(a|b$)", "b", true},
        {"^(a|b$)", "bx", false},
        {"^$", "", true},
        {"^$", "a", false},
        {"$^", "", true},
        {"a$b", "ab", false},
        {"a^b", "ab", false},
        {"x*^a", "a", true},
        {"^^a$$", "a", true},
        {"^(^a$|^$)", "", true},
        // `$` is the end, not the end of a line
        {"^abc$", "abc\n", false},
        {"^a.c$", "a\nc", false},
        {"^a.c$",
         "a\xE2\x80\xA8"
         "c",
         false},
        {"^[^x]$", "\n", true},
        {"^[^]$", "\n", true},
        {"[]", "a", false},
        // classes
        {R"(^\d{3}$)", "123", true},
        {R"(^\d{3}$)", "12a", false},
        {R"(^\d$)", "\xD9\xA3", false},
        {R"(^\D$)", "\xD9\xA3", true},
        {R"(^\w+$)", "aZ_9", true},
        {R"(^\w$)", "\xC3\xA9", false},
        {R"(^\W$)", "-", true},
        {R"(^\s$)", "\xC2\xA0", true},
        {R"(^\s$)", "\xEF\xBB\xBF", true},
        {R"(^\S$)", " ", false},
        {R"([\w.-]+)", "-", true},
        {R"(^[\d-x]$)", "-", true},
        {R"(^[a-c-e]$)", "-", true},
        {R"(^[-a]$)", "-", true},
        {R"(^[a-]$)", "-", true},
        {R"(^[\]\\^]$)", "^", true},
        {R"(^[\]\\^]$)", "\\", true},
        {R"(^[\b]$)", "\b", true},
        {R"(^[+--]$)", ",", true},
        {"^[^a-c]$", "d", true},
        {"^[^a-c]$", "b", false},
        {R"(^[^\d]$)", "5", false},
        // escapes
        {R"(^\-\.\/$)", "-./", true},
        {R"(^\t\n\v\f\r$)", "\t\n\v\f\r", true},
        {R"(^\cC$)", "\x03", true},
        {R"(^\x41\u0042$)", "AB", true},
        {R"(^\u{1F432}$)", "\xF0\x9F\x90\xB2", true},
        {R"(^\uD83D\uDC32$)", "\xF0\x9F\x90\xB2", true},
        {R"(^\^\$\|\(\)\?\*\+\[\]\{\}$)", "^$|()?*+[]{}", true},
        {"^a{$", "a{", true},
        {"^]}$", "]}", true},
        // characters, not bytes
        {"^.$", "\xF0\x9F\x90\xB2", true},
        {"^\xC3\xA9+$", "\xC3\xA9\xC3\xA9", true},
        {"^[\xC3\xA0-\xC3\xAF]$", "\xC3\xA9", true},
        // a text does not end at U+0000
        {"^[a-z]+$", "abc\0<script>"sv, false},
        {"^abc$", "abc\0"sv, false},
        {R"(^a\0b$)", "a\0b"sv, true},
        {R"(^[\x00-\x02]$)", "\0"sv, true},
        {"^a.b$", "a\0b"sv, true},
        {"^a[^x]b$", "a\0b"sv, true},
        // counts
        {"^a{2}$", "aa", true},
        {"^a{2}$", "aaa", false},
        {"^a{2,}$", "aaaa", true},
        {"^a{2,}$", "a", false},
        {"^a{0}b$", "b", true},
        {"^a{0,2}b$", "aab", true},
        {"^a{0,2}b$", "aaab", false},
        {"^(ab?){1,2}$", "abab", true},
        {"^a{1,3}?$", "aa", true},
        {"^(a*)*b$", "aaab", true},
        {"^(a?b?)*c$", "abbac", true},
        {"^(a|b?){3}$", "aba", true},
        {"^(|a)+$", "aaa", true},
        {"^(?:ab)+$", "abab", true},
        {"^(?<year>[0-9]{4})$", "2024", true},
        {"^[^@ ]+@[^@ ]+[.][A-Za-z]{2,}$", "a@b.de", true},
        {"^[^@ ]+@[^@ ]+[.][A-Za-z]{2,}$", "a@b", false},
    };
    for (const auto& row : rows) {
        CAPTURE(row.pattern);
        CAPTURE(row.text);
        const auto translated = translate(row.pattern);
        REQUIRE(translated);
        CHECK(matches(*translated, row.text) == row.matches);
    }
}

TEST_CASE("a pattern that RapidJSON cannot run exactly is not translated, with the reason") {
    struct row {
        std::string pattern;
        const char* problem;
    };
    const row rows[] = {
        {"^(?=a)", "look-ahead at character 3"},
        {"(?!a)b", "look-ahead at character 2"},
        {"(?<=a)b", "look-behind at character 2"},
        {"(?<!a)b", "look-behind at character 2"},
        {R"((a)\1)", "a back reference at character 4"},
        {R"(\ba)", "a word boundary at character 1"},
        {R"(\Ba)", "a word boundary at character 1"},
        {R"(\p{L})", "a Unicode property at character 1"},
        {R"(x[a\p{L}])", "a Unicode property at character 2"},
        {"(a", "a ( without its ) at character 2"},
        {"(^a)*", "an anchor inside a repetition"},
        {"a{100000}", "it is too large or too ambiguous to run"},
        {"((a{100}){100}){100}", "it is too large or too ambiguous to run"},
        {"^(a?|b?){30}$", "it is too large or too ambiguous to run"},
        {repeated("(^|b|c$|)", 20), "it is too large or too ambiguous to run"},
        {repeated("(^|b|c$|)", 400), "too many anchors"},
    };
    for (const auto& row : rows) {
        CAPTURE(row.pattern);
        std::string problem;
        CHECK_FALSE(translated_pattern(row.pattern, problem));
        CHECK(problem == row.problem);
    }
}

TEST_CASE("a pattern of many optional parts takes no time without end") {
    const auto translated = translate("^" + repeated("a?", 200) + repeated("a", 200) + "$");
    REQUIRE(translated);
    CHECK(matches(*translated, repeated("a", 200)));
    CHECK_FALSE(matches(*translated, repeated("a", 199)));

    const auto words = translate("^(([a-z])+.)+[A-Z]([a-z])+$");
    REQUIRE(words);
    CHECK_FALSE(matches(*words, repeated("a", 5'000)));
}

TEST_CASE("many alternatives with anchors are one pattern") {
    std::string source = "^x$";
    for (int i = 0; i < 200; ++i) source += "|^k" + std::to_string(i) + "$";
    const auto translated = translate(source);
    REQUIRE(translated);
    CHECK(translated->size() == 1);
    CHECK(matches(*translated, "k199"));
    CHECK_FALSE(matches(*translated, "k200"));
}

TEST_CASE("generated patterns, translated, match what another implementation says") {
    std::mt19937 random{20240601};
    const auto below = [&](unsigned limit) { return static_cast<unsigned>(random() % limit); };
    const std::function<std::string(int)> generate = [&](int depth) -> std::string {
        constexpr const char* classes[] = {"[ab]", "[^a]", "\\w", "\\d", "[a-b]", "\\-", ".", "c"};
        constexpr const char* counts[] = {"*",     "+",    "?",  "{2}", "{0,2}",
                                          "{1,3}", "{2,}", "*?", "{0}"};
        switch (below(depth <= 0 ? 4 : 10)) {
            case 0:
            case 1:
                return std::string(1, "abc"[below(3)]);
            case 2:
            case 3:
                return classes[below(8)];
            case 4:
            case 5:
                return generate(depth - 1) + generate(depth - 1);
            case 6:
                return "(" + generate(depth - 1) + "|" + generate(depth - 1) + ")";
            case 7:
                return "(" + generate(depth - 1) + ")" + counts[below(9)];
            case 8:
                return "(" + generate(depth - 1) + "|)";
            default:
                return below(2) ? "(^" + generate(depth - 1) + "|" + generate(depth - 1) + ")"
                                : "(" + generate(depth - 1) + "$|" + generate(depth - 1) + ")";
        }
    };
    int compared = 0;
    for (int i = 0; i < 1'000; ++i) {
        const auto source = (below(2) ? "^" : "") + generate(3) + (below(2) ? "$" : "");
        const auto translated = translate(source);
        if (!translated || source.size() > 60) continue;
        const std::regex other{source, std::regex::ECMAScript};
        for (int j = 0; j < 5; ++j) {
            std::string text;
            for (auto size = below(7); size > 0; --size) text += "abcd-1"[below(6)];
            CAPTURE(source);
            CAPTURE(text);
            CHECK(matches(*translated, text) == std::regex_search(text, other));
            ++compared;
        }
    }
    CHECK(compared > 4'000);
}
