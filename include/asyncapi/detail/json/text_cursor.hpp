#pragma once

#include <asyncapi/detail/json/plain_text.hpp>
#include <asyncapi/detail/utf8.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <system_error>

namespace asyncapi::detail {

/// A text inside a JSON text, read.
struct text_token {
    std::string_view text;  ///< in the JSON text, or in the cursor's scratch when it had escapes
    bool is_ascii = true;
    bool is_escaped = false;
};

/// Goes through JSON text. Every function moves past what it read, or says no and may have moved:
/// there is no error here, only the need to look again with a reader that explains.
///
/// \see RFC 8259
class text_cursor {
public:
    explicit text_cursor(std::string_view text)
        : at_{text.data()}, end_{text.data() + text.size()} {}

    const char* position() const noexcept { return at_; }
    void move_to(const char* where) noexcept { at_ = where; }
    bool is_at_end() const noexcept { return at_ == end_; }

    /// `skip` then does not look for a name that an object has twice.
    void take_names_as_different() noexcept { names_differ_ = true; }

    [[gnu::noinline]] void space() noexcept {
        while (at_ != end_ && (*at_ == ' ' || *at_ == '\n' || *at_ == '\r' || *at_ == '\t')) ++at_;
    }

    /// The next character that is no space; NUL at the end.
    [[gnu::always_inline]] char peek() noexcept {
        if (at_ == end_) return '\0';
        if (static_cast<unsigned char>(*at_) > ' ') return *at_;
        space();
        return at_ == end_ ? '\0' : *at_;
    }

    [[gnu::always_inline]] bool take(char expected) noexcept {
        if (peek() != expected || at_ == end_) return false;
        ++at_;
        return true;
    }

    /// Takes exactly these characters, at a place where no space may be.
    template <std::size_t Size>
    bool take(const std::array<char, Size>& expected) noexcept {
        if (static_cast<std::size_t>(end_ - at_) < Size) return false;
        if (std::memcmp(at_, expected.data(), Size) != 0) return false;
        at_ += Size;
        return true;
    }

    bool literal(std::string_view word) noexcept {
        peek();
        if (static_cast<std::size_t>(end_ - at_) < word.size()) return false;
        if (std::memcmp(at_, word.data(), word.size()) != 0) return false;
        at_ += word.size();
        return true;
    }

    bool text(text_token& token) {
        if (!take('"')) return false;
        token.is_ascii = true;
        token.is_escaped = false;
        const char* const start = at_;
        for (;;) {
            plain();
            if (at_ == end_) return false;
            const auto c = static_cast<unsigned char>(*at_);
            if (c == '"') {
                token.text = {start, static_cast<std::size_t>(at_ - start)};
                ++at_;
                return true;
            }
            if (c == '\\') return escaped(start, token);
            if (c < 0x20 || !wide()) return false;
            token.is_ascii = false;
        }
    }

    /// A number without fraction and exponent that fits.
    template <class Integer>
    bool whole(Integer& value) noexcept {
        peek();
        const char* const start = at_;
        if (at_ != end_ && *at_ == '-') ++at_;
        const char* const digits = at_;
        while (at_ != end_ && is_digit(*at_)) ++at_;
        if (at_ == digits || (*digits == '0' && at_ - digits > 1)) return false;
        if (at_ != end_ && (*at_ == '.' || *at_ == 'e' || *at_ == 'E')) return false;
        return std::from_chars(start, at_, value).ec == std::errc{};
    }

    bool real(double& value) noexcept {
        peek();
        const char* const start = at_;
        std::uint64_t digits = 0;
        int count = 0;
        int power = 0;
        if (!mantissa(digits, count, power)) return false;
        if (at_ != end_ && (*at_ == 'e' || *at_ == 'E')) {
            if (!exponent()) return false;
            count = too_many;
        }
        if (count < 16 && power <= 22) {
            // Both are exact, so that dividing rounds once.
            value = static_cast<double>(digits) / powers_of_ten[static_cast<std::size_t>(power)];
            if (*start == '-') value = -value;
            return true;
        }
        return std::from_chars(start, at_, value).ec == std::errc{};
    }

    /// The text of a number of any size.
    bool number(std::string_view& text) noexcept {
        peek();
        const char* const start = at_;
        std::uint64_t digits = 0;
        int count = 0;
        int power = 0;
        if (!mantissa(digits, count, power)) return false;
        if (at_ != end_ && (*at_ == 'e' || *at_ == 'E') && !exponent()) return false;
        text = {start, static_cast<std::size_t>(at_ - start)};
        return true;
    }

    /// Passes over any value.
    ///
    /// \param levels  how many arrays and objects may be inside one another
    bool skip(std::size_t levels) {
        switch (peek()) {
            case '"': {
                text_token ignored;
                return text(ignored);
            }
            case '{':
                return levels > 0 && skip_object(levels - 1);
            case '[':
                return levels > 0 && skip_array(levels - 1);
            case 't':
                return literal("true");
            case 'f':
                return literal("false");
            case 'n':
                return literal("null");
            default: {
                double ignored = 0;
                return real(ignored);
            }
        }
    }

    /// Names that were met in an object: few enough to be compared with one another.
    class name_list {
    public:
        /// \return false when the name was there before, or when it cannot be kept
        bool add(const text_token& name) noexcept {
            if (name.is_escaped || size_ == names_.size()) return false;
            for (std::size_t i = 0; i < size_; ++i)
                if (names_[i] == name.text) return false;
            names_[size_++] = name.text;
            return true;
        }

    private:
        std::array<std::string_view, 16> names_;
        std::size_t size_ = 0;
    };

private:
    static constexpr int too_many = 1000;
    static constexpr std::array<double, 23> powers_of_ten{
        1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
        1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};

    static bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

    bool mantissa(std::uint64_t& digits, int& count, int& power) noexcept {
        if (at_ != end_ && *at_ == '-') ++at_;
        const char* const first = at_;
        for (; at_ != end_ && is_digit(*at_); ++at_) digits = digits * 10 + digit();
        if (at_ == first || (*first == '0' && at_ - first > 1)) return false;
        auto all = at_ - first;
        if (at_ != end_ && *at_ == '.') {
            const char* const fraction = ++at_;
            for (; at_ != end_ && is_digit(*at_); ++at_) digits = digits * 10 + digit();
            if (at_ == fraction) return false;
            all += at_ - fraction;
            power = static_cast<int>(std::min<std::ptrdiff_t>(at_ - fraction, too_many));
        }
        count = static_cast<int>(std::min<std::ptrdiff_t>(all, too_many));
        return true;
    }
    std::uint64_t digit() const noexcept { return static_cast<std::uint64_t>(*at_ - '0'); }

    bool exponent() noexcept {
        ++at_;
        if (at_ != end_ && (*at_ == '+' || *at_ == '-')) ++at_;
        const char* const first = at_;
        while (at_ != end_ && is_digit(*at_)) ++at_;
        return at_ != first;
    }

    void plain() noexcept { at_ = plain_end(at_, end_); }

    bool wide() noexcept {
        const std::string_view rest{at_, static_cast<std::size_t>(end_ - at_)};
        const auto length = utf8_length(rest, 0);
        at_ += length;
        return length != 0;
    }

    // From the first backslash on; `start` is where the text began.
    bool escaped(const char* start, text_token& token) {
        token.is_escaped = true;
        scratch_.assign(start, at_);
        for (;;) {
            const char* const from = at_;
            plain();
            scratch_.append(from, at_);
            if (at_ == end_) return false;
            const auto c = static_cast<unsigned char>(*at_);
            if (c == '"') {
                ++at_;
                token.text = scratch_;
                return true;
            }
            if (c == '\\') {
                if (!escape(token)) return false;
                continue;
            }
            const char* const character = at_;
            if (c < 0x20 || !wide()) return false;
            scratch_.append(character, at_);
            token.is_ascii = false;
        }
    }

    bool escape(text_token& token) {
        if (end_ - at_ < 2) return false;
        const char c = at_[1];
        at_ += 2;
        constexpr std::string_view letters = "\"\\/bfnrt";
        constexpr std::string_view meanings = "\"\\/\b\f\n\r\t";
        if (const auto which = letters.find(c); which != letters.npos) {
            scratch_ += meanings[which];
            return true;
        }
        char32_t point = 0;
        if (c != 'u' || !hexadecimal(point) || (point >= 0xDC00 && point <= 0xDFFF)) return false;
        if (point >= 0xD800 && point <= 0xDBFF) {
            char32_t low = 0;
            if (end_ - at_ < 2 || at_[0] != '\\' || at_[1] != 'u') return false;
            at_ += 2;
            if (!hexadecimal(low) || low < 0xDC00 || low > 0xDFFF) return false;
            point = 0x10000 + ((point - 0xD800) << 10U) + (low - 0xDC00);
        }
        utf8_append(scratch_, point);
        if (point >= 0x80) token.is_ascii = false;
        return true;
    }

    bool hexadecimal(char32_t& point) noexcept {
        if (end_ - at_ < 4) return false;
        std::uint32_t value = 0;
        const auto read = std::from_chars(at_, at_ + 4, value, 16);
        if (read.ec != std::errc{} || read.ptr != at_ + 4) return false;
        at_ += 4;
        point = value;
        return true;
    }

    bool skip_array(std::size_t levels) {
        ++at_;
        if (take(']')) return true;
        do {
            if (!skip(levels)) return false;
        } while (take(','));
        return take(']');
    }

    bool skip_object(std::size_t levels) {
        ++at_;
        if (take('}')) return true;
        name_list names;
        do {
            text_token name;
            if (!text(name) || !(names_differ_ || names.add(name))) return false;
            if (!take(':') || !skip(levels)) return false;
        } while (take(','));
        return take('}');
    }

    const char* at_;
    const char* end_;
    std::string scratch_;
    bool names_differ_ = false;
};

}  // namespace asyncapi::detail
