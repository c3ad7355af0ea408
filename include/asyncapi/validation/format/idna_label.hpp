#pragma once

#include <asyncapi/validation/format/idna_characters.hpp>

#include <algorithm>
#include <cstddef>
#include <string_view>

namespace asyncapi::validation::detail {

/// Whether a character stands where it may, when that depends on what is around it.
///
/// \see RFC 5892 appendix A
class idna_context {
public:
    static constexpr bool is_right(std::u32string_view label, std::size_t at) noexcept {
        const char32_t before = at > 0 ? label[at - 1] : U'\0';
        const char32_t after = at + 1 < label.size() ? label[at + 1] : U'\0';
        const char32_t c = label[at];
        switch (c) {
            case 0x200C:  // zero width non-joiner
                return is_virama(before) || (joins_before(label, at) && joins_after(label, at));
            case 0x200D:  // zero width joiner
                return is_virama(before);
            case 0xB7:  // middle dot
                return before == 'l' && after == 'l';
            case 0x375:  // Greek keraia
                return is_greek(after);
            case 0x5F3:  // Hebrew geresh and gershayim
            case 0x5F4:
                return is_hebrew(before);
            case 0x30FB:  // Katakana middle dot
                return std::ranges::any_of(label, is_japanese);
            default:
                break;
        }
        const auto is_extended = [](char32_t each) { return each >= 0x6F0 && each <= 0x6F9; };
        const bool is_arabic_indic = c >= 0x660 && c <= 0x669;
        return !is_arabic_indic || std::ranges::none_of(label, is_extended);
    }

private:
    static constexpr bool joins_before(std::u32string_view label, std::size_t at) noexcept {
        while (at > 0 && idna_kind(label[at - 1]) == 'n') --at;
        const auto kind = at > 0 ? joining_kind(label[at - 1]) : '\0';
        return kind == 'b' || kind == 'l';
    }
    static constexpr bool joins_after(std::u32string_view label, std::size_t at) noexcept {
        do ++at;
        while (at < label.size() && idna_kind(label[at]) == 'n');
        const auto kind = at < label.size() ? joining_kind(label[at]) : '\0';
        return kind == 'b' || kind == 'r';
    }
};

/// Whether the characters of a label may be in one, where they are.
///
/// \see RFC 5891 section 4.2.3
constexpr bool is_idna_label(std::u32string_view label) noexcept {
    if (label.empty() || label.front() == '-' || label.back() == '-') return false;
    if (label.substr(std::min<std::size_t>(label.size(), 2)).starts_with(U"--")) return false;
    const auto first = idna_kind(label.front());
    if (first == 'n' || first == 's') return false;
    for (std::size_t at = 0; at < label.size(); ++at)
        if (idna_kind(label[at]) == '\0' || !idna_context::is_right(label, at)) return false;
    return true;
}

/// What a label is like for the rule about directions of writing.
struct label_direction {
    bool is_leftward = false;  ///< has a character that makes the whole name one with directions
    bool is_right = true;      ///< keeps the rule
};

/// \see RFC 5893 section 2
constexpr label_direction direction_of(std::u32string_view label) noexcept {
    label_direction found;
    bool has_left = false;
    bool has_digit = false;
    bool has_arabic_digit = false;
    char last = '\0';  // of those that take room
    for (const auto c : label) {
        const auto kind = idna_kind(c);
        found.is_leftward = found.is_leftward || kind == 'r' || kind == 'a' || kind == 'i';
        has_left = has_left || kind == 'l' || kind == 's';
        has_digit = has_digit || kind == 'd';
        has_arabic_digit = has_arabic_digit || kind == 'i';
        if (kind != 'n') last = kind;
    }
    const auto first = idna_kind(label.front());
    if (first == 'r' || first == 'a') {
        found.is_right = !has_left && !(has_digit && has_arabic_digit) && last != 'o';
    } else {
        found.is_right = (first == 'l' || first == 's') && !found.is_leftward &&
                         (last == 'l' || last == 's' || last == 'd');
    }
    return found;
}

}  // namespace asyncapi::validation::detail
