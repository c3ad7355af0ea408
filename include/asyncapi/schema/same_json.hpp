#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace asyncapi {
namespace detail {

/// A reader of JSON text for compile time: steps over values without building them.
///
/// After a mistake in the text `ok` is false and stays so.
struct json_cursor {
    std::string_view text;
    std::size_t at = 0;
    bool ok = true;

    constexpr char peek() {
        while (at < text.size() &&
               std::string_view{" \t\r\n"}.find(text[at]) != std::string_view::npos)
            ++at;
        return at < text.size() ? text[at] : '\0';
    }
    constexpr bool take(char wanted) {
        if (peek() != wanted) return false;
        ++at;
        return true;
    }
    constexpr void expect(char wanted) {
        if (!take(wanted)) ok = false;
    }

    /// \return the raw characters between the quotes
    constexpr std::string_view take_string() {
        expect('"');
        const auto start = at;
        while (ok && at < text.size() && text[at] != '"') at += text[at] == '\\' ? 2 : 1;
        if (at >= text.size()) {
            ok = false;
            return {};
        }
        return text.substr(start, at++ - start);
    }

    /// \return the characters of a number or of `true`, `false`, `null`
    constexpr std::string_view take_word() {
        peek();
        const auto start = at;
        while (at < text.size() &&
               std::string_view{" \t\r\n,]}:[{\""}.find(text[at]) == std::string_view::npos)
            ++at;
        if (at == start) ok = false;
        return text.substr(start, at - start);
    }

    constexpr void skip_value() {
        const char first = peek();
        if (first == '"') {
            take_string();
        } else if (first == '{' || first == '[') {
            const char end = first == '{' ? '}' : ']';
            ++at;
            if (take(end)) return;
            do {
                if (first == '{') {
                    take_string();
                    expect(':');
                }
                skip_value();
            } while (ok && take(','));
            expect(end);
        } else {
            take_word();
        }
    }
};

/// Reads a JSON string's code units one by one: UTF-8, escapes resolved.
struct json_characters {
    std::string_view raw;
    std::size_t at = 0;
    std::uint32_t pending = 0;  // UTF-8 bytes still to come, lowest byte first

    static constexpr std::uint32_t hex(char c) {
        return static_cast<std::uint32_t>(c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10);
    }

    constexpr std::uint32_t take_unit() {
        std::uint32_t unit = 0;
        for (int i = 0; i < 4 && at < raw.size(); ++i) unit = unit * 16 + hex(raw[at++]);
        return unit;
    }

    /// \return the next byte of the string's UTF-8, or -1 at its end
    constexpr int next() {
        if (pending != 0) {
            const auto byte = pending & 0xFFU;
            pending >>= 8U;
            return static_cast<int>(byte);
        }
        if (at >= raw.size()) return -1;
        const char c = raw[at++];
        if (c != '\\' || at >= raw.size()) return static_cast<unsigned char>(c);
        const char escape = raw[at++];
        switch (escape) {
            case 'b':
                return '\b';
            case 'f':
                return '\f';
            case 'n':
                return '\n';
            case 'r':
                return '\r';
            case 't':
                return '\t';
            case 'u':
                return encode(take_code_point());
            default:
                return static_cast<unsigned char>(escape);
        }
    }

private:
    constexpr std::uint32_t take_code_point() {
        const auto high = take_unit();
        if (high < 0xD800 || high > 0xDBFF || raw.substr(at, 2) != "\\u") return high;
        at += 2;
        return 0x10000 + ((high - 0xD800) << 10U) + (take_unit() - 0xDC00);
    }

    constexpr int encode(std::uint32_t point) {
        const auto tail = [&](unsigned shift) { return 0x80U | ((point >> shift) & 0x3FU); };
        if (point < 0x80) return static_cast<int>(point);
        if (point < 0x800) {
            pending = tail(0);
            return static_cast<int>(0xC0U | (point >> 6U));
        }
        if (point < 0x10000) {
            pending = tail(6) | (tail(0) << 8U);
            return static_cast<int>(0xE0U | (point >> 12U));
        }
        pending = tail(12) | (tail(6) << 8U) | (tail(0) << 16U);
        return static_cast<int>(0xF0U | (point >> 18U));
    }
};

constexpr bool same_string(std::string_view left, std::string_view right) {
    json_characters a{left};
    json_characters b{right};
    for (;;) {
        const int unit = a.next();
        if (unit != b.next()) return false;
        if (unit < 0) return true;
    }
}

/// A number as digits without leading or trailing zeros, times a power of ten.
struct json_decimal {
    std::string_view text;
    bool negative = false;
    std::size_t first = 0;  // of the digits that count
    std::size_t last = 0;   // one past them
    std::int64_t exponent = 0;

    constexpr explicit json_decimal(std::string_view of) : text{of} {
        std::size_t end = text.find_first_of("eE");
        if (end != std::string_view::npos) {
            bool minus = false;
            for (const char c : text.substr(end + 1)) {
                if (c == '-')
                    minus = true;
                else if (c >= '0' && c <= '9' && exponent < 1'000'000)
                    exponent = exponent * 10 + (c - '0');
            }
            if (minus) exponent = -exponent;
        } else {
            end = text.size();
        }
        negative = text.starts_with('-');
        first = negative ? 1 : 0;
        last = end;
        const auto point = text.substr(0, end).find('.');
        if (point != std::string_view::npos) exponent -= static_cast<std::int64_t>(end - point - 1);
        while (first < last && (text[first] == '0' || text[first] == '.')) ++first;
        while (last > first && (text[last - 1] == '0' || text[last - 1] == '.')) {
            if (text[last - 1] == '0') ++exponent;
            --last;
        }
        if (first == last) exponent = negative = 0;
    }

    constexpr bool operator==(const json_decimal& other) const {
        if (negative != other.negative || exponent != other.exponent) return false;
        std::size_t i = first;
        std::size_t j = other.first;
        for (;;) {
            if (i < last && text[i] == '.') ++i;
            if (j < other.last && other.text[j] == '.') ++j;
            if (i == last || j == other.last) return i == last && j == other.last;
            if (text[i++] != other.text[j++]) return false;
        }
    }
};

constexpr bool same_value(json_cursor& a, json_cursor& b);

constexpr bool same_array(json_cursor& a, json_cursor& b) {
    a.expect('[');
    b.expect('[');
    const bool none = a.take(']');
    if (none != b.take(']')) return false;
    if (none) return true;
    for (;;) {
        if (!same_value(a, b)) return false;
        const bool more = a.take(',');
        if (more != b.take(',')) return false;
        if (!more) break;
    }
    a.expect(']');
    b.expect(']');
    return a.ok && b.ok;
}

struct json_member {
    std::string_view name;
    json_cursor value;
};

/// Calls `f` with each member of the object that starts at `cursor`, until it returns false.
template <class F>
constexpr void for_each_member(json_cursor& cursor, F&& f) {
    cursor.expect('{');
    if (cursor.take('}')) return;
    do {
        json_member member{cursor.take_string(), {}};
        cursor.expect(':');
        member.value = cursor;
        if (!cursor.ok || !f(member)) return;
        cursor.skip_value();
    } while (cursor.ok && cursor.take(','));
    cursor.expect('}');
}

constexpr bool same_object(json_cursor& a, json_cursor& b) {
    bool same = true;
    std::size_t here = 0;
    std::size_t there = 0;
    auto counted = b;
    for_each_member(counted, [&](const json_member&) { return ++there, true; });
    for_each_member(a, [&](json_member mine) {
        ++here;
        bool found = false;
        auto search = b;
        for_each_member(search, [&](json_member theirs) {
            if (!same_string(mine.name, theirs.name)) return true;
            found = same_value(mine.value, theirs.value);
            return false;
        });
        return same = same && found;
    });
    b = counted;
    return same && here == there && a.ok && b.ok;
}

constexpr bool same_value(json_cursor& a, json_cursor& b) {
    const char first = a.peek();
    const char other = b.peek();
    if (first == '{') return other == '{' && same_object(a, b);
    if (first == '[') return other == '[' && same_array(a, b);
    if (first == '"') return other == '"' && same_string(a.take_string(), b.take_string());
    const auto left = a.take_word();
    const auto right = b.take_word();
    if (!a.ok || !b.ok) return false;
    const auto numeric = [](std::string_view word) {
        return word[0] == '-' || (word[0] >= '0' && word[0] <= '9');
    };
    if (numeric(left) && numeric(right)) return json_decimal{left} == json_decimal{right};
    return left == right;
}

}  // namespace detail

/// Whether two JSON texts mean the same: spaces and the order of members do not matter, `1` is
/// `1.0`.
///
/// For `static_assert`s beside a schema. A text that is not JSON is like no other.
constexpr bool same_json(std::string_view left, std::string_view right) {
    detail::json_cursor a{left};
    detail::json_cursor b{right};
    return detail::same_value(a, b) && a.peek() == '\0' && b.peek() == '\0';
}

}  // namespace asyncapi
