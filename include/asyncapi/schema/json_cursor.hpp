#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

// JSON text read at compile time: RFC 8259, without building anything.
namespace asyncapi::detail {

/// \see RFC 8259 section 6
constexpr bool is_json_number(std::string_view word) {
    const auto digits = [&word] {
        std::size_t count = 0;
        while (count < word.size() && word[count] >= '0' && word[count] <= '9') ++count;
        word.remove_prefix(count);
        return count;
    };
    if (word.starts_with('-')) word.remove_prefix(1);
    const bool zero = word.starts_with('0');
    const auto whole = digits();
    if (whole == 0 || (zero && whole > 1)) return false;
    if (word.starts_with('.')) {
        word.remove_prefix(1);
        if (digits() == 0) return false;
    }
    if (word.starts_with('e') || word.starts_with('E')) {
        word.remove_prefix(1);
        if (word.starts_with('+') || word.starts_with('-')) word.remove_prefix(1);
        if (digits() == 0) return false;
    }
    return word.empty();
}

/// A reader of JSON text for compile time: steps over values without building them.
///
/// After a mistake in the text `ok` is false and stays so.
struct json_cursor {
    std::string_view text;
    std::size_t at = 0;
    bool ok = true;

    constexpr char peek() {
        for (; at < text.size(); ++at) {
            const char c = text[at];
            if (c != ' ' && c != '\n' && c != '\t' && c != '\r') return c;
        }
        return '\0';
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
        while (ok && at < text.size() && text[at] != '"') {
            if (static_cast<unsigned char>(text[at]) < 0x20) ok = false;
            if (text[at++] == '\\') skip_escape();
        }
        if (at >= text.size()) ok = false;
        if (!ok) return {};
        return text.substr(start, at++ - start);
    }

    /// \return the characters of a number or of `true`, `false`, `null`
    constexpr std::string_view take_word() {
        peek();
        const auto start = at;
        while (at < text.size() && !ends_word(text[at])) ++at;
        const auto word = text.substr(start, at - start);
        if (word != "true" && word != "false" && word != "null" && !is_json_number(word))
            ok = false;
        return word;
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

private:
    static constexpr bool ends_word(char c) {
        return c == ',' || c == '}' || c == ']' || c == ' ' || c == ':' || c == '[' || c == '{' ||
               c == '"' || c == '\n' || c == '\t' || c == '\r';
    }

    constexpr void skip_escape() {
        const char escape = at < text.size() ? text[at++] : '\0';
        if (std::string_view{"\"\\/bfnrtu"}.find(escape) == std::string_view::npos) ok = false;
        for (int digits = escape == 'u' ? 4 : 0; digits > 0; --digits) {
            if (at >= text.size() ||
                std::string_view{"0123456789abcdefABCDEF"}.find(text[at]) == std::string_view::npos)
                ok = false;
            else
                ++at;
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

}  // namespace asyncapi::detail
