#pragma once

#include <asyncapi/validation/pattern/simple_steps.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace asyncapi::validation::detail {

/// Reads the patterns that are ASCII characters and classes in a row, each with a count. Of
/// anything else it says only that it is something else.
class simple_reader {
public:
    constexpr explicit simple_reader(std::string_view source) : source_{source} {}

    constexpr bool read() {
        made_.to_begin = take('^');
        while (at_ < source_.size()) {
            if (source_.substr(at_) == "$") return made_.to_end = true;
            if (!term()) return false;
        }
        return true;
    }

    constexpr const simple_steps& steps() const noexcept { return made_; }
    constexpr const simple_sets& sets() const noexcept { return sets_; }  ///< one a step

private:
    constexpr char peek(std::size_t ahead = 0) const noexcept {
        return at_ + ahead < source_.size() ? source_[at_ + ahead] : '\0';
    }
    constexpr bool take(char c) noexcept {
        if (at_ == source_.size() || source_[at_] != c) return false;
        ++at_;
        return true;
    }

    constexpr bool term() {
        if (made_.size == simple_steps::capacity) return false;
        ascii_set set;
        auto& step = made_.steps[made_.size];
        if (take('.')) {
            set.add('\n', '\n');
            set.add('\r', '\r');
            set.invert();
            step.one_line = true;
        } else if (take('[')) {
            if (!character_class(set)) return false;
        } else if (take('\\')) {
            if (!escape(set)) return false;
        } else {
            constexpr std::string_view special = "^$()[]{}*+?|\\";
            const auto c = peek();
            if (!is_ascii(c) || special.find(c) != special.npos) return false;
            ++at_;
            set.add(byte(c), byte(c));
        }
        step.wide = set.wide;
        if (!count(step)) return false;
        sets_[made_.size] = set;
        made_.add(set);
        return true;
    }

    static constexpr unsigned byte(char c) noexcept { return static_cast<unsigned char>(c); }
    static constexpr bool is_ascii(char c) noexcept { return byte(c) < 0x80; }
    static constexpr bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }
    static constexpr bool is_word(char c) noexcept {
        return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    }

    // After the backslash: adds a class or one character. What needs more than that is not simple.
    constexpr bool escape(ascii_set& into) {
        const auto c = peek();
        const auto lower = byte(c) | 0x20U;
        ++at_;
        if (at_ > source_.size() || !is_ascii(c)) return false;
        if (lower == 'd' || lower == 'w') {
            ascii_set named;
            named.add('0', '9');
            if (lower == 'w') {
                named.add('A', 'Z');
                named.add('_', '_');
                named.add('a', 'z');
            }
            if (c == 'D' || c == 'W') named.invert();
            into.add(named);
            return true;
        }
        constexpr std::string_view letters = "tnvfr";
        constexpr std::string_view meant = "\t\n\v\f\r";
        if (const auto at = letters.find(c); at != letters.npos) {
            into.add(byte(meant[at]), byte(meant[at]));
            return true;
        }
        if (is_word(c) && c != '_') return false;
        into.add(byte(c), byte(c));
        return true;
    }

    // After the bracket.
    constexpr bool character_class(ascii_set& into) {
        const bool negated = take('^');
        if (peek() == ']') return false;
        while (!take(']'))
            if (!member(into)) return false;
        if (negated) into.invert();
        return true;
    }

    constexpr bool member(ascii_set& into) {
        const auto c = peek();
        if (at_ >= source_.size() || !is_ascii(c)) return false;
        ++at_;
        if (c == '\\') {
            // A range that begins or ends with an escape is left to others.
            return escape(into) && (peek() != '-' || peek(1) == ']');
        }
        if (peek() != '-' || peek(1) == ']' || at_ + 1 >= source_.size()) {
            into.add(byte(c), byte(c));
            return true;
        }
        const auto last = peek(1);
        if (!is_ascii(last) || last == '\\' || last < c) return false;
        at_ += 2;
        into.add(byte(c), byte(last));
        return true;
    }

    constexpr bool count(simple_steps::step& step) {
        if (take('*')) {
            step.least = 0;
            step.most = simple_steps::no_limit;
        } else if (take('+')) {
            step.most = simple_steps::no_limit;
        } else if (take('?')) {
            step.least = 0;
        } else if (take('{')) {
            if (!number(step.least)) return false;
            step.most = step.least;
            if (take(',')) {
                step.most = simple_steps::no_limit;
                if (peek() != '}' && !number(step.most)) return false;
            }
            if (!take('}') || step.most < step.least) return false;
        } else {
            return true;
        }
        take('?');  // lazy: finds another match, of the same texts
        constexpr std::string_view counts = "*+?";
        return counts.find(peek()) == counts.npos || at_ == source_.size();
    }

    constexpr bool number(std::uint32_t& value) {
        if (!is_digit(peek())) return false;
        for (value = 0; is_digit(peek()); ++at_) {
            if (value >= 100'000) return false;
            value = value * 10 + (byte(peek()) - '0');
        }
        return true;
    }

    std::string_view source_;
    std::size_t at_ = 0;
    simple_steps made_;
    simple_sets sets_{};
};

}  // namespace asyncapi::validation::detail
