#pragma once

#include <asyncapi/validation/pattern/character_reader.hpp>
#include <asyncapi/validation/pattern/escapes.hpp>
#include <asyncapi/validation/pattern/expression.hpp>
#include <asyncapi/validation/pattern/group_names.hpp>
#include <asyncapi/validation/pattern/source.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace asyncapi::validation::detail {

/// Reads a regular expression of ECMA-262 in its Unicode reading, where a character is a code
/// point.
///
/// Where the Unicode reading knows an error only, the older one is taken: `\-`, `]` and `{` as
/// themselves, a look-ahead that is repeated.
class pattern_parser {
public:
    explicit pattern_parser(std::string_view pattern)
        : source_{pattern}, names_{group_names::of(source_.text())} {}

    pattern_parser(const pattern_parser&) = delete;
    pattern_parser& operator=(const pattern_parser&) = delete;

    /// \return nullopt when there is a `problem()`
    std::optional<expression> parse() {
        if (source_.text().size() > max_characters) source_.fail("a pattern that is too long");
        auto whole = choice();
        if (problem().empty() && !source_.is_over()) source_.fail("a ) without its (");
        if (!problem().empty()) return std::nullopt;
        return whole;
    }

    /// Why the pattern cannot be read; empty when it can.
    const std::string& problem() const noexcept { return source_.problem(); }

private:
    using kind = expression::kind;
    static constexpr int max_depth = 50;  // of groups inside one another
    static constexpr std::size_t max_characters = 5'000;

    expression fail(const char* why) {
        source_.fail(why);
        return {};
    }

    expression choice() {
        std::vector<expression> parts;
        do parts.push_back(sequence());
        while (source_.more() && source_.take(U"|"));
        return expression::list(kind::choice, std::move(parts));
    }

    expression sequence() {
        std::vector<expression> parts;
        while (source_.more() && source_.peek() != '|' && source_.peek() != ')')
            parts.push_back(term());
        if (parts.empty()) return {};
        return expression::list(kind::sequence, std::move(parts));
    }

    expression term() {
        auto made = atom();
        // Asked before `made` is moved from, and known only outside a group: `(^)*` is one.
        const bool is_anchor = made.what == kind::begin || made.what == kind::end ||
                               made.what == kind::boundary || made.what == kind::look_behind;
        std::uint32_t least = 0;
        std::uint32_t most = expression::no_limit;
        if (!problem().empty() || !quantifier(least, most)) return made;
        if (is_anchor && last_atom_was_bare_) return fail("a quantifier after an anchor");
        auto repeated = expression::repeated(std::move(made), least, most);
        repeated.lazy = source_.take(U"?");
        if (most < least) return fail("a quantifier whose bounds are the wrong way round");
        return repeated;
    }

    expression atom() {
        last_atom_was_bare_ = true;
        if (source_.take(U"^")) return {kind::begin};
        if (source_.take(U"$")) return {kind::end};
        if (source_.take(U"(")) return group();
        if (source_.take(U"[")) return characters_.character_class();
        if (source_.take(U".")) return expression::character(any_character());
        if (source_.take(U"\\")) return escape();
        std::uint32_t least = 0;
        std::uint32_t most = 0;
        if (quantifier(least, most)) return fail("nothing to repeat");
        const auto c = source_.next();
        return expression::character({{c, c}});
    }

    // After the parenthesis.
    expression group() {
        auto made = expression{kind::group};
        made.at = source_.position() + 1;
        bool bare = false;
        if (source_.take(U"?=") || source_.take(U"?!")) {
            made.what = kind::look_ahead;
            made.negated = last_taken() == '!';
        } else if (source_.take(U"?<=") || source_.take(U"?<!")) {
            made.what = kind::look_behind;
            made.negated = last_taken() == '!';
            bare = true;
        } else if (source_.take(U"?:")) {
            made.what = kind::nothing;
        } else {
            if (source_.take(U"?") && !group_name()) return {};
            made.number = ++groups_;
        }
        if (++depth_ > max_depth) return fail("too many groups inside one another");
        auto inner = choice();
        --depth_;
        if (problem().empty() && !source_.take(U")")) return fail("a ( without its )");
        last_atom_was_bare_ = bare;
        if (made.what == kind::nothing) return inner;
        made.parts.push_back(std::move(inner));
        return made;
    }

    char32_t last_taken() const { return source_.text()[source_.at() - 1]; }

    // The `<name>` of a group. Noted when the groups were counted.
    bool group_name() {
        if (!source_.take(U"<")) return fail("an unknown kind of group"), false;
        const auto name = name_until_bracket();
        if (names_.number_of(name) != groups_ + 1) fail("a second group of the same name");
        return problem().empty();
    }

    // \return what stands before the next `>`
    std::u32string_view name_until_bracket() {
        const auto start = source_.at();
        while (source_.more() && source_.peek() != '>') {
            const auto c = source_.next();
            const auto lower = c | 0x20U;
            const bool digit = c >= '0' && c <= '9' && source_.at() > start + 1;
            if (!digit && (lower < 'a' || lower > 'z') && c != '_' && c != '$' && c < 0x80)
                fail("a group name that is no name");
        }
        const auto size = source_.at() - start;
        if (size == 0 && !source_.is_over()) fail("a group name that is no name");
        if (!source_.take(U">")) fail("a group name that does not end");
        return std::u32string_view{source_.text()}.substr(start, size);
    }

    bool quantifier(std::uint32_t& least, std::uint32_t& most) {
        least = 0;
        most = expression::no_limit;
        if (source_.take(U"*")) return true;
        if (source_.take(U"+")) return least = 1, true;
        if (source_.take(U"?")) return most = 1, true;
        const auto start = source_.at();
        if (source_.take(U"{") && number(least)) {
            if (!source_.take(U",")) {
                most = least;
            } else if (source_.peek() != '}' && !number(most)) {
                return source_.go_to(start), false;
            }
            if (source_.take(U"}")) return true;
        }
        return source_.go_to(start), false;
    }

    bool number(std::uint32_t& value) {
        constexpr std::uint32_t ceiling = 1'000'000'000;  // anything near is too large anyway
        if (source_.peek() < '0' || source_.peek() > '9') return false;
        for (value = 0; source_.peek() >= '0' && source_.peek() <= '9'; source_.next())
            value = value < ceiling / 10 ? value * 10 + (source_.peek() - '0') : ceiling;
        return true;
    }

    // After the backslash.
    expression escape() {
        expression made;
        made.at = source_.position();
        if (source_.peek() == 'b' || source_.peek() == 'B') {
            made.what = kind::boundary;
            made.negated = source_.next() == 'B';
            return made;
        }
        if (source_.take(U"k")) {
            if (names_.names.empty() || !source_.take(U"<")) return fail("\\k without a name");
            made.number = names_.number_of(name_until_bracket());
        } else if (source_.peek() >= '1' && source_.peek() <= '9') {
            number(made.number);
        } else {
            return characters_.escape();
        }
        made.what = kind::back_reference;
        if (made.number == 0 || made.number > names_.count)
            return fail("a back reference to a group that is not there");
        return made;
    }

    pattern_source source_;
    group_names names_;
    character_reader characters_{source_};
    std::uint32_t groups_ = 0;
    int depth_ = 0;
    bool last_atom_was_bare_ = false;  // an assertion by itself, not a group around one
};

}  // namespace asyncapi::validation::detail
