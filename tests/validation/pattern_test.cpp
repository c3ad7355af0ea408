#include <asyncapi/validation/pattern/pattern.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

using asyncapi::validation::detail::match;
using asyncapi::validation::detail::pattern;

namespace {

std::string repeated(std::string_view text, int times) {
    std::string made;
    for (int i = 0; i < times; ++i) made += text;
    return made;
}

struct row {
    std::string_view pattern;
    std::string_view text;
    bool matches;
};

void check(const row& row) {
    CAPTURE(row.pattern);
    CAPTURE(row.text);
    std::string problem;
    const auto read = pattern::read(row.pattern, problem);
    CAPTURE(problem);
    REQUIRE(read);
    CHECK(read->run(row.text) == (row.matches ? match::yes : match::no));
}

}  // namespace

TEST_CASE("patterns mean what ECMA-262 says, escapes and anchors included") {
    using namespace std::string_view_literals;
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
    for (const auto& each : rows) check(each);
}

TEST_CASE("what stands around a match counts where the pattern says so") {
    const row rows[] = {
        {"^(?=.*[0-9])(?=.*[a-z]).{3,}$", "a1b", true},
        {"^(?=.*[0-9])(?=.*[a-z]).{3,}$", "abc", false},
        {"^(?!x-)", "y-a", true},
        {"^(?!x-)", "x-a", false},
        {"a(?!b)", "abac", true},
        {"a(?!b)", "abab", false},
        {"^(?=(a*))\\1b$", "aab", true},
        {"(?<=[$])[0-9]+", "cost $15", true},
        {"(?<=[$])[0-9]+", "cost 15", false},
        {"(?<![$])\\b[0-9]+", "cost $15", false},
        {"(?<=^|ab)c", "abc", true},
        {"(?<=^|ab)c", "c", true},
        {"(?<=^|ab)c", "xc", false},
        {"(?=a)*b", "b", true},
        {"(?=a){2}a", "a", true},
        {"(?!)", "", false},
        {"(?=)", "", true},
    };
    for (const auto& each : rows) check(each);
}

TEST_CASE("a word boundary is one of ASCII words") {
    const row rows[] = {
        {R"(\bcat\b)", "a cat!", true},
        {R"(\bcat\b)", "concat", false},
        {R"(\Bcat\b)", "concat", true},
        {R"(^\b)", "", false},
        {R"(^\B$)", "", true},
        {R"(\bt)", "\xC3\xA9t\xC3\xA9", true},
        {R"(^\b\xE9)", "\xC3\xA9t\xC3\xA9", false},
    };
    for (const auto& each : rows) check(each);
}

TEST_CASE("a back reference means what its group matched, or nothing") {
    const row rows[] = {
        {R"(^(a|b)\1$)", "aa", true},
        {R"(^(a|b)\1$)", "ab", false},
        {R"(^(["']).*\1$)", "'x'", true},
        {R"(^(["']).*\1$)", "'x\"", false},
        {R"(^(?<q>["']).*\k<q>$)", "\"x\"", true},
        {R"(^\k<a>(?<a>x)$)", "x", true},
        {R"(^\2(a)(b)$)", "ab", true},
        {R"(^(?:(a)|b)\1$)", "b", true},
        {R"(^(?:(a)|b)\1$)", "a", false},
        {R"(^(a)?\1b$)", "b", true},
        {R"(^(a)?\1b$)", "aab", true},
        {R"(^(a)?\1b$)", "ab", false},
        {R"(^(?:(.)\1)+$)", "aabb", true},
        {R"(^(?:(.)\1)+$)", "aabc", false},
        {R"(^(.)+\1$)", "abcc", true},
        {R"(^(.)+\1$)", "abca", false},
        {R"(^(a)(b)(c)(d)(e)(f)(g)(h)(i)(j)\10$)", "abcdefghijj", true},
        {R"(^(\xE9)\1$)", "\xC3\xA9\xC3\xA9", true},
        {R"((?!(a))\1b)", "b", true},
        {R"(^(?<$_1>a)\k<$_1>$)", "aa", true},
    };
    for (const auto& each : rows) check(each);
}

TEST_CASE("Unicode properties are those of Unicode") {
    const row rows[] = {
        {R"(^\p{L}+$)", "\xC3\xA9\xD0\x96z", true},
        {R"(^\p{L}+$)", "a1", false},
        {R"(^\p{Letter}$)", "\xC3\xA9", true},
        {R"(^\p{gc=Uppercase_Letter}$)", "\xC3\x89", true},
        {R"(^\p{Lu}$)", "\xC3\xA9", false},
        {R"(^\P{Lu}$)", "\xC3\xA9", true},
        {R"(^\p{digit}+$)", "4\xE0\xA7\xA8", true},
        {R"(^\p{Cased_Letter}$)", "a", true},
        {R"(^[\p{L}\d_]+$)", "\xC3\xA9_1", true},
        {R"(^[^\p{L}]$)", "1", true},
        {R"(^[^\p{L}]$)", "\xC3\xA9", false},
        {R"(^[\P{L}a]+$)", "1a", true},
        {R"(^[^\P{L}]$)", "\xC3\xA9", true},
        {R"(^\p{Script=Greek}$)", "\xCE\xB1", true},
        {R"(^\p{sc=Grek}$)", "a", false},
        {R"(^\p{scx=Deva}$)", "\xE0\xA5\xA4", true},
        {R"(^\p{sc=Deva}$)", "\xE0\xA5\xA4", false},
        {R"(^\p{Alphabetic}$)", "\xC3\xA9", true},
        {R"(^\p{Emoji_Presentation}$)", "\xF0\x9F\x90\xB2", true},
        {R"(^\p{ASCII}+$)", "aZ~", true},
        {R"(^\p{ASCII}$)", "\xC3\xA9", false},
        {R"(^\p{Any}$)", "\n", true},
        {R"(^\p{Assigned}$)", "a", true},
        {R"(^\p{Assigned}$)", "\xCD\xB8", false},
        {R"(^\p{White_Space}$)", "\xC2\x85", true},
    };
    for (const auto& each : rows) check(each);
}

TEST_CASE("every property that is read can be run") {
    using namespace asyncapi::validation::detail;
    const auto check_all = [](std::string_view names, const std::string& before) {
        for (std::size_t at = 0; at < names.size();) {
            const auto end = std::min(names.find(' ', at), names.size());
            const std::string name{names.substr(at, end - at)};
            at = end + 1;
            if (name.empty()) continue;
            std::string problem;
            CAPTURE(name);
            CAPTURE(problem);
            CHECK(pattern::read("\\p{" + before + name + "}", problem));
        }
    };
    for (const auto names : category_names) check_all(names, "");
    check_all(binary_property_names, "");
    check_all(script_names, "Script=");
    check_all(script_names, "scx=");
}

TEST_CASE("what is no regular expression is refused, with the place") {
    struct refusal {
        std::string pattern;
        const char* problem;
    };
    const refusal rows[] = {
        {"(?i)a", "an unknown kind of group at character 2"},
        {R"(\Aa\Z)", "an escape without exact meaning at character 2"},
        {R"(\01)", "an escape without exact meaning at character 2"},
        {R"(\1)", "a back reference to a group that is not there at character 2"},
        {R"((a)\2)", "a back reference to a group that is not there at character 5"},
        {R"([(](?:a)[)]\1)", "a back reference to a group that is not there at character 13"},
        {R"(\k<a>)", "\\k without a name at character 2"},
        {R"((?<a>x)\k<b>)", "a back reference to a group that is not there at character 12"},
        {R"((?<a>x)\k)", "\\k without a name at character 9"},
        {"(?<a", "a group name that does not end at character 4"},
        {"(?<>a)", "a group name that is no name at character 3"},
        {"(?<1a>a)", "a group name that is no name at character 4"},
        {"(?<a>x)(?<a>y)", "a second group of the same name at character 12"},
        {R"(\p{Klingon})", "an unknown Unicode property at character 11"},
        {R"(\p{Script=greek})", "an unknown Unicode property at character 16"},
        {R"(\p{})", "an unknown Unicode property at character 4"},
        {R"(\pL)", "\\p without its { at character 2"},
        {R"([\p{L)", "\\p{ without its } at character 5"},
        {R"(\uD800)", "half a surrogate pair at character 6"},
        {R"(\uD800\u0041)", "half a surrogate pair at character 12"},
        {R"(\u{110000})", "not a code point at character 10"},
        {R"(\u{})", "a hexadecimal digit is missing at character 3"},
        {R"(\x4)", "a hexadecimal digit is missing at character 3"},
        {R"(\c1)", "\\c without a letter at character 2"},
        {"\\", "a backslash at the end at character 1"},
        {"(a", "a ( without its ) at character 2"},
        {"a)", "a ) without its ( at character 1"},
        {"[a", "a [ without its ] at character 2"},
        {"[z-a]", "a range whose ends are the wrong way round at character 2"},
        {"a{2,1}", "a quantifier whose bounds are the wrong way round at character 6"},
        {"*", "nothing to repeat at character 1"},
        {"a**", "nothing to repeat at character 3"},
        {"a+++", "nothing to repeat at character 3"},
        {"{1}", "nothing to repeat at character 3"},
        {"^*", "a quantifier after an anchor at character 2"},
        {R"(\b+)", "a quantifier after an anchor at character 3"},
        {"(?<=a)?", "a quantifier after an anchor at character 7"},
        {repeated("(", 60) + "a" + repeated(")", 60),
         "too many groups inside one another at character 51"},
        {repeated("a", 6'000), "a pattern that is too long at character 1"},
    };
    for (const auto& each : rows) {
        CAPTURE(each.pattern);
        std::string problem;
        CHECK_FALSE(pattern::read(each.pattern, problem));
        CHECK(problem == each.problem);
    }
}

TEST_CASE("what would not run exactly is refused, with the place") {
    struct refusal {
        std::string pattern;
        const char* problem;
    };
    constexpr auto changed =
        "a back reference to a group that a repetition or a look-behind changes at character ";
    const refusal rows[] = {
        {"(?<=a+)b", "a look-behind of no fixed length at character 2"},
        {"x(?<!ab?)", "a look-behind of no fixed length at character 3"},
        {"(?<=(a|bc))d", "a look-behind of no fixed length at character 2"},
        {R"((a)(?<=\1))", "a look-behind of no fixed length at character 5"},
        {R"(^(?:(a)|b)*\1$)", "12"},
        {R"((?:\1x|(a))*)", "4"},
        {R"((a\1)*)", "3"},
        {R"((?<=(a))\1)", "9"},
        {R"((a?)*\1)", "6"},
    };
    for (const auto& each : rows) {
        CAPTURE(each.pattern);
        std::string problem;
        CHECK_FALSE(pattern::read(each.pattern, problem));
        CHECK((problem == each.problem || problem == changed + std::string{each.problem}));
    }
    std::string problem;
    CHECK_FALSE(pattern::read("((a{1000}){1000}){1000}", problem));
    CHECK(problem.starts_with("PCRE2 refuses it: "));
}
