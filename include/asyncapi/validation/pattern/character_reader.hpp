#pragma once

#include <asyncapi/detail/utf8.hpp>
#include <asyncapi/validation/pattern/escapes.hpp>
#include <asyncapi/validation/pattern/expression.hpp>
#include <asyncapi/validation/pattern/properties.hpp>
#include <asyncapi/validation/pattern/source.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <utility>

namespace asyncapi::validation::detail {

/// Reads what stands for one character: escapes and classes.
class character_reader {
public:
    explicit character_reader(pattern_source& source) : source_{source} {}

    /// A class, after its `[`.
    expression character_class() {
        auto made = expression::character({});
        made.at = source_.position();
        const bool negated = source_.take(U"^");
        while (source_.more() && source_.peek() != ']') member(made);
        if (source_.problem().empty() && !source_.take(U"]")) source_.fail("a [ without its ]");
        if (negated && made.properties.empty()) {
            made.set = made.set.complement();
        } else {
            made.negated = negated;
        }
        return made;
    }

    /// An escape outside a class, after its backslash.
    expression escape() {
        auto made = expression::character({});
        made.at = source_.position();
        if (class_or_property(made)) return made;
        const auto c = character_escape();
        made.set.add(c, c);
        return made;
    }

private:
    // `\d`, `\p{L}` and their like, after the backslash.
    bool class_or_property(expression& into) {
        const auto letter = source_.peek();
        if (const auto inner = class_escape(letter)) {
            source_.next();
            into.set.add(*inner);
            return true;
        }
        if (letter != 'p' && letter != 'P') return false;
        source_.next();
        property(into, letter == 'P');
        return true;
    }

    void property(expression& into, bool negated) {
        if (!source_.take(U"{")) return source_.fail("\\p without its {");
        std::string name;
        while (source_.more() && source_.peek() != '}')
            asyncapi::detail::utf8_append(name, source_.next());
        if (!source_.take(U"}")) return source_.fail("\\p{ without its }");
        auto known = property_name(name);
        if (!known) return source_.fail("an unknown Unicode property");
        into.properties.push_back({std::move(*known), negated});
    }

    // What may follow a backslash both inside and outside a class.
    char32_t character_escape() {
        if (source_.is_over()) return fail("a backslash at the end");
        const char32_t c = source_.next();
        if (const auto control = control_escape(c)) return *control;
        if (c == 'c') return control_letter();
        if (c == 'x') return hexadecimal(2);
        if (c == 'u') return unicode_escape();
        if (c == '0' && (source_.peek() < '0' || source_.peek() > '9')) return 0;
        const bool alphanumeric =
            (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
        if (alphanumeric || c >= 0x80) return fail("an escape without exact meaning");
        return c;
    }

    char32_t control_letter() {
        const char32_t letter = source_.peek() | 0x20U;
        if (letter < 'a' || letter > 'z') return fail("\\c without a letter");
        return source_.next() % 32;
    }

    char32_t hexadecimal(int digits) {
        char32_t value = 0;
        for (; digits > 0; --digits) {
            const char32_t c = source_.peek();
            const char32_t lower = c | 0x20U;
            if (c >= '0' && c <= '9') {
                value = value * 16 + (c - '0');
            } else if (lower >= 'a' && lower <= 'f') {
                value = value * 16 + (lower - 'a' + 10);
            } else {
                return fail("a hexadecimal digit is missing");
            }
            source_.next();
        }
        return value;
    }

    char32_t unicode_escape() {
        char32_t point = 0;
        if (source_.take(U"{")) {
            const auto first = source_.at();
            while (source_.more() && source_.peek() != '}' && point <= code_points::last_of_all)
                point = point * 16 + hexadecimal(1);
            if (source_.at() == first) return fail("a hexadecimal digit is missing");
            if (!source_.take(U"}")) return fail("\\u{ without its }");
        } else {
            point = hexadecimal(4);
            if (point >= 0xD800 && point <= 0xDBFF && source_.take(U"\\u")) {
                const auto low = hexadecimal(4);
                if (low < 0xDC00 || low > 0xDFFF) return fail("half a surrogate pair");
                point = 0x10000 + ((point - 0xD800) << 10U) + (low - 0xDC00);
            }
        }
        if (point >= 0xD800 && point <= 0xDFFF) return fail("half a surrogate pair");
        if (point > code_points::last_of_all) return fail("not a code point");
        return point;
    }

    void member(expression& into) {
        const auto first = atom(into);
        if (source_.peek() != '-' || source_.peek(1) == ']' ||
            source_.at() + 1 >= source_.text().size()) {
            if (first) into.set.add(*first, *first);
            return;
        }
        const auto dash = source_.at();
        source_.next();
        const auto last = atom(into);
        if (!first || !last) {  // `[\d-x]`: three members
            if (first) into.set.add(*first, *first);
            if (last) into.set.add(*last, *last);
            into.set.add('-', '-');
        } else if (*last < *first) {
            source_.go_to(dash);
            source_.fail("a range whose ends are the wrong way round");
        } else {
            into.set.add(*first, *last);
        }
    }

    // Adds a class escape to the class itself; anything else is returned.
    std::optional<char32_t> atom(expression& into) {
        if (!source_.take(U"\\")) return source_.next();
        if (class_or_property(into)) return std::nullopt;
        if (source_.take(U"b")) return U'\b';
        return character_escape();
    }

    char32_t fail(const char* why) {
        source_.fail(why);
        return 0;
    }

    pattern_source& source_;
};

}  // namespace asyncapi::validation::detail
