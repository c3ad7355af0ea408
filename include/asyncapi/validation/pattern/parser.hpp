#pragma once

#include <asyncapi/validation/json/utf8.hpp>
#include <asyncapi/validation/pattern/escapes.hpp>
#include <asyncapi/validation/pattern/expression.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace asyncapi::validation::detail {

/// Reads a regular expression of ECMA-262 in its Unicode reading, where a character is a code
/// point. What has no exact meaning as a set of texts is a problem: look-around, back references,
/// `\b`, `\p{}`.
///
/// Where the Unicode reading knows an error only, the older one is taken: `\-`, `]` and `{` as
/// themselves.
class pattern_parser {
public:
    explicit pattern_parser(std::string_view pattern) {
        for (std::size_t at = 0; at < pattern.size();) text_ += utf8_take(pattern, at);
    }

    /// \return nullopt when there is a `problem()`
    std::optional<expression> parse() {
        if (text_.size() > max_characters) fail("a pattern that is too long");
        auto whole = choice();
        if (problem_.empty() && at_ < text_.size()) fail("a ) without its (");
        if (!problem_.empty()) return std::nullopt;
        return whole;
    }

    /// Why the pattern cannot be read; empty when it can.
    const std::string& problem() const noexcept { return problem_; }

private:
    static constexpr int max_groups = 50;  // inside one another
    static constexpr std::size_t max_characters = 5'000;

    bool more() const { return problem_.empty() && at_ < text_.size(); }
    char32_t peek(std::size_t ahead = 0) const {
        return at_ + ahead < text_.size() ? text_[at_ + ahead] : U'\0';
    }
    bool take(std::u32string_view expected) {
        if (std::u32string_view{text_}.substr(at_, expected.size()) != expected) return false;
        at_ += expected.size();
        return true;
    }
    expression fail(const char* why) {
        if (problem_.empty())
            problem_ =
                why + std::string{" at character "} + std::to_string(std::max<std::size_t>(at_, 1));
        return {};
    }

    expression choice() {
        std::vector<expression> parts;
        do parts.push_back(sequence());
        while (more() && take(U"|"));
        return expression::list(expression::kind::choice, std::move(parts));
    }

    expression sequence() {
        std::vector<expression> parts;
        while (more() && peek() != '|' && peek() != ')') parts.push_back(term());
        if (parts.empty()) return {};
        return expression::list(expression::kind::sequence, std::move(parts));
    }

    expression term() {
        const bool anchor = peek() == '^' || peek() == '$';
        auto made = atom();
        std::uint32_t least = 0;
        std::uint32_t most = expression::no_limit;
        if (!quantifier(least, most)) return made;
        if (anchor) return fail("a quantifier after an anchor");
        take(U"?");  // lazy: finds another match, of the same texts
        if (most < least) return fail("a quantifier whose bounds are the wrong way round");
        return expression::repeated(std::move(made), least, most);
    }

    expression atom() {
        using kind = expression::kind;
        if (take(U"^")) return {kind::begin};
        if (take(U"$")) return {kind::end};
        if (take(U"(")) return group();
        if (take(U"[")) return character_class();
        if (take(U".")) return expression::character(any_character());
        if (take(U"\\")) return escape();
        std::uint32_t least = 0;
        std::uint32_t most = 0;
        if (quantifier(least, most)) return fail("nothing to repeat");
        return literal(text_[at_++]);
    }

    static expression literal(char32_t c) { return expression::character({{c, c}}); }

    expression group() {
        if (take(U"?")) {
            if (peek() == '=' || peek() == '!') return fail("look-ahead");
            if (peek() == '<' && (peek(1) == '=' || peek(1) == '!')) return fail("look-behind");
            if (take(U"<")) {
                while (more() && peek() != '>') ++at_;
                if (!take(U">")) return fail("a group name that does not end");
            } else if (!take(U":")) {
                return fail("an unknown kind of group");
            }
        }
        if (++groups_ > max_groups) return fail("too many groups inside one another");
        auto inner = choice();
        --groups_;
        if (problem_.empty() && !take(U")")) return fail("a ( without its )");
        return inner;
    }

    bool quantifier(std::uint32_t& least, std::uint32_t& most) {
        least = 0;
        most = expression::no_limit;
        if (take(U"*")) return true;
        if (take(U"+")) return least = 1, true;
        if (take(U"?")) return most = 1, true;
        const auto start = at_;
        if (take(U"{") && number(least)) {
            if (!take(U",")) {
                most = least;
            } else if (peek() != '}' && !number(most)) {
                return at_ = start, false;
            }
            if (take(U"}")) return true;
        }
        return at_ = start, false;
    }

    bool number(std::uint32_t& value) {
        constexpr std::uint32_t ceiling = 1'000'000'000;  // anything near is too large anyway
        if (peek() < '0' || peek() > '9') return false;
        for (value = 0; peek() >= '0' && peek() <= '9'; ++at_)
            value = value < ceiling / 10 ? value * 10 + (peek() - '0') : ceiling;
        return true;
    }

    expression escape() {
        if (auto set = class_escape(peek())) return ++at_, expression::character(std::move(*set));
        if (peek() == 'b' || peek() == 'B') return fail("a word boundary");
        if (peek() >= '1' && peek() <= '9') return fail("a back reference");
        return literal(character_escape());
    }

    // What may follow a backslash both inside and outside a class.
    char32_t character_escape() {
        if (at_ == text_.size()) return fail("a backslash at the end"), 0;
        const char32_t c = text_[at_++];
        if (const auto control = control_escape(c)) return *control;
        if (c == 'c') return control_letter();
        if (c == 'x') return hexadecimal(2);
        if (c == 'u') return unicode_escape();
        if (c == '0' && (peek() < '0' || peek() > '9')) return 0;
        const bool alphanumeric =
            (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
        if (alphanumeric || c >= 0x80) return fail("an escape without exact meaning"), 0;
        return c;
    }

    char32_t control_letter() {
        const char32_t letter = peek() | 0x20U;
        if (letter < 'a' || letter > 'z') return fail("\\c without a letter"), 0;
        return text_[at_++] % 32;
    }

    char32_t hexadecimal(int digits) {
        char32_t value = 0;
        for (; digits > 0; --digits) {
            const char32_t c = peek();
            const char32_t lower = c | 0x20U;
            if (c >= '0' && c <= '9') {
                value = value * 16 + (c - '0');
            } else if (lower >= 'a' && lower <= 'f') {
                value = value * 16 + (lower - 'a' + 10);
            } else {
                return fail("a hexadecimal digit is missing"), 0;
            }
            ++at_;
        }
        return value;
    }

    char32_t unicode_escape() {
        char32_t point = 0;
        if (take(U"{")) {
            while (more() && peek() != '}' && point <= code_points::last_of_all)
                point = point * 16 + hexadecimal(1);
            if (!take(U"}")) return fail("\\u{ without its }"), 0;
        } else {
            point = hexadecimal(4);
            if (point >= 0xD800 && point <= 0xDBFF && take(U"\\u")) {
                const auto low = hexadecimal(4);
                if (low < 0xDC00 || low > 0xDFFF) return fail("half a surrogate pair"), 0;
                point = 0x10000 + ((point - 0xD800) << 10U) + (low - 0xDC00);
            }
        }
        if (point >= 0xD800 && point <= 0xDFFF) return fail("half a surrogate pair"), 0;
        if (point > code_points::last_of_all) return fail("not a code point"), 0;
        return point;
    }

    expression character_class() {
        const bool negated = take(U"^");
        code_points set;
        while (more() && peek() != ']') class_member(set);
        if (problem_.empty() && !take(U"]")) return fail("a [ without its ]");
        return expression::character(negated ? set.complement() : set);
    }

    void class_member(code_points& set) {
        const auto first = class_atom(set);
        if (peek() != '-' || peek(1) == ']' || at_ + 1 >= text_.size()) {
            if (first) set.add(*first, *first);
            return;
        }
        const auto dash = at_++;
        const auto last = class_atom(set);
        if (!first || !last) {  // `[\d-x]`: three members
            if (first) set.add(*first, *first);
            if (last) set.add(*last, *last);
            set.add('-', '-');
        } else if (*last < *first) {
            at_ = dash;
            fail("a range whose ends are the wrong way round");
        } else {
            set.add(*first, *last);
        }
    }

    // Adds a class escape to the set itself; anything else is returned.
    std::optional<char32_t> class_atom(code_points& set) {
        if (!take(U"\\")) return text_[at_++];
        if (const auto inner = class_escape(peek())) {
            ++at_;
            set.add(*inner);
            return std::nullopt;
        }
        if (take(U"b")) return U'\b';
        return character_escape();
    }

    std::u32string text_;
    std::size_t at_ = 0;
    int groups_ = 0;
    std::string problem_;
};

}  // namespace asyncapi::validation::detail
