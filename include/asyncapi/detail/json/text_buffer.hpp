#pragma once

#include <asyncapi/detail/json/plain_text.hpp>
#include <asyncapi/detail/utf8.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <cstring>
#include <string>
#include <string_view>
#include <utility>

namespace asyncapi::detail {

/// JSON text that is being written.
class text_buffer {
public:
    text_buffer(const text_buffer&) = delete;
    text_buffer& operator=(const text_buffer&) = delete;
    /// \param memory  used for the text
    explicit text_buffer(std::string memory = {}) : text_{std::move(memory)} {
        if (text_.size() < first_size) text_.resize(first_size);
        at_ = text_.data();
        end_ = at_ + text_.size();
    }

    void put(char c) {
        reserve(1);
        *at_++ = c;
    }

    template <std::size_t Size>
    void put(const std::array<char, Size>& characters) {
        reserve(Size);
        std::memcpy(at_, characters.data(), Size);
        at_ += Size;
    }

    void put(std::string_view raw) {
        reserve(raw.size());
        at_ = std::copy(raw.begin(), raw.end(), at_);
    }

    template <class Integer>
    void whole(Integer value) {
        reserve(24);
        at_ = std::to_chars(at_, at_ + 24, value).ptr;
    }

    /// The shortest digits that read back as the same number.
    ///
    /// \return false for what JSON has not: NaN, infinities
    bool real(double value) {
        if (!std::isfinite(value)) return false;
        reserve(32);
        at_ = std::to_chars(at_, at_ + 32, value).ptr;
        return true;
    }

    /// \return false when the text is not UTF-8
    bool text(std::string_view value) {
        reserve(value.size() + 2);
        *at_++ = '"';
        const char* from = value.data();
        const char* const end = from + value.size();
        for (;;) {
            const char* const stop = plain_end(from, end);
            at_ = std::copy(from, stop, at_);
            from = stop;
            if (from == end) break;
            const auto rest = static_cast<std::size_t>(end - from);
            const auto length = utf8_length({from, rest}, 0);
            if (length == 0) return false;
            if (length > 1) {
                at_ = std::copy(from, from + length, at_);
            } else {
                // Room for the rest as it is, and the quote, is there.
                reserve(rest + 6);
                escape(*from);
            }
            from += length;
        }
        *at_++ = '"';
        return true;
    }

    /// What was written so far; after a text that was refused, up to somewhere inside it.
    std::string_view written() const noexcept {
        return {text_.data(), static_cast<std::size_t>(at_ - text_.data())};
    }

    std::string take() {
        text_.resize(static_cast<std::size_t>(at_ - text_.data()));
        return std::move(text_);
    }

private:
    static constexpr std::size_t first_size = 256;

    [[gnu::always_inline]] void reserve(std::size_t more) {
        if (static_cast<std::size_t>(end_ - at_) < more) grow(more);
    }

    [[gnu::noinline]] void grow(std::size_t more) {
        const auto used = static_cast<std::size_t>(at_ - text_.data());
        text_.resize(std::max(text_.size() * 2, used + more));
        at_ = text_.data() + used;
        end_ = text_.data() + text_.size();
    }

    void escape(char c) {
        constexpr std::string_view hex = "0123456789abcdef";
        constexpr std::string_view meanings = "\"\\\b\f\n\r\t";
        constexpr std::string_view letters = "\"\\bfnrt";
        *at_++ = '\\';
        if (const auto which = meanings.find(c); which != meanings.npos) {
            *at_++ = letters[which];
            return;
        }
        const auto byte = static_cast<unsigned char>(c);
        for (const char each : {'u', '0', '0', hex[byte >> 4U], hex[byte & 0xFU]}) *at_++ = each;
    }

    std::string text_;
    char* at_ = nullptr;
    char* end_ = nullptr;
};

}  // namespace asyncapi::detail
