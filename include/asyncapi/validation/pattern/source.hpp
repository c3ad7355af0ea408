#pragma once

#include <asyncapi/detail/utf8.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace asyncapi::validation::detail {

/// The characters of a pattern that is being read, and the first problem found in them.
class pattern_source {
public:
    explicit pattern_source(std::string_view utf8) {
        text_.reserve(utf8.size());
        for (std::size_t at = 0; at < utf8.size();) text_ += asyncapi::detail::utf8_take(utf8, at);
    }

    const std::u32string& text() const noexcept { return text_; }
    std::size_t at() const noexcept { return at_; }
    void go_to(std::size_t at) noexcept { at_ = at; }

    bool is_over() const noexcept { return at_ >= text_.size(); }
    /// Whether reading can go on.
    bool more() const noexcept { return problem_.empty() && !is_over(); }

    char32_t peek(std::size_t ahead = 0) const noexcept {
        return at_ + ahead < text_.size() ? text_[at_ + ahead] : U'\0';
    }
    char32_t next() noexcept { return text_[at_++]; }
    bool take(std::u32string_view expected) noexcept {
        if (std::u32string_view{text_}.substr(at_, expected.size()) != expected) return false;
        at_ += expected.size();
        return true;
    }

    /// The character read last, from 1: where a problem is said to be.
    std::uint32_t position() const noexcept {
        return static_cast<std::uint32_t>(std::max<std::size_t>(at_, 1));
    }

    void fail(const std::string& why) {
        if (problem_.empty()) problem_ = why + " at character " + std::to_string(position());
    }
    /// Why the pattern cannot be read; empty when it can.
    const std::string& problem() const noexcept { return problem_; }

private:
    std::u32string text_;
    std::size_t at_ = 0;
    std::string problem_;
};

}  // namespace asyncapi::validation::detail
