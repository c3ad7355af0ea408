#pragma once

#include <asyncapi/detail/utf8.hpp>
#include <asyncapi/validation/format/ascii.hpp>
#include <asyncapi/validation/format/content.hpp>
#include <asyncapi/validation/format/idna_label.hpp>
#include <asyncapi/validation/format/punycode.hpp>

#include <algorithm>
#include <cstddef>
#include <string_view>

namespace asyncapi::validation::detail {

/// Reads a host name label by label.
///
/// \see RFC 1123 section 2.1; RFC 5890 section 2.3
class host_name {
public:
    /// \param is_international  labels may have characters beyond ASCII, and other dots
    static bool is_right(std::string_view text, bool is_international) {
        host_name name;
        while (true) {
            std::size_t dot = 0;
            std::size_t after = 0;
            find_dot(text, is_international, dot, after);
            if (!name.add(text.substr(0, dot), is_international)) return false;
            if (dot == text.size()) break;
            text.remove_prefix(after);
        }
        return name.size_ <= max_size && (!name.has_directions_ || name.keeps_directions_);
    }

private:
    static constexpr std::size_t max_size = 253;
    static constexpr std::size_t max_label = 63;
    static constexpr std::string_view prefix = "xn--";

    static void find_dot(std::string_view text, bool is_international, std::size_t& dot,
                         std::size_t& after) {
        for (dot = 0; dot < text.size(); ++dot) {
            const auto rest = text.substr(dot);
            after = dot + 1;
            if (rest.front() == '.') return;
            // Ideographic full stop, fullwidth full stop, halfwidth ideographic full stop.
            after = dot + 3;
            if (is_international &&
                (rest.starts_with("\xE3\x80\x82") || rest.starts_with("\xEF\xBC\x8E") ||
                 rest.starts_with("\xEF\xBD\xA1")))
                return;
        }
    }

    bool add(std::string_view text, bool is_international) {
        if (size_ > 0) ++size_;
        if (text.empty() || text.size() > max_label * 4) return false;
        const auto is_plain = [](char c) { return is_letter_or_digit(c) || c == '-'; };
        if (!std::ranges::all_of(text, is_plain)) return is_international && add_unicode(text);
        size_ += text.size();
        if (text.size() > max_label || text.front() == '-' || text.back() == '-') return false;
        if (is_called(text.substr(0, prefix.size()), prefix))
            return add_encoded(text.substr(prefix.size()));
        if (is_international &&
            text.substr(std::min<std::size_t>(text.size(), 2)).starts_with("--"))
            return false;
        unicode_label lower;
        for (const char c : text)
            lower.add(static_cast<unsigned char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c));
        note_direction(lower.text());
        return true;
    }

    // What stands after `xn--`: the one way to write a label that is not of ASCII alone.
    bool add_encoded(std::string_view text) {
        unicode_label decoded;
        ascii_label again;
        if (!decode_punycode(text, decoded) || !is_idna_label(decoded.text())) return false;
        if (std::ranges::all_of(decoded.text(), [](char32_t c) { return c < 0x80; })) return false;
        if (!encode_punycode(decoded.text(), again) || !is_called(text, again.text())) return false;
        note_direction(decoded.text());
        return true;
    }

    bool add_unicode(std::string_view text) {
        unicode_label label;
        for (std::size_t at = 0; at < text.size();)
            if (asyncapi::detail::utf8_length(text, at) == 0 ||
                !label.add(asyncapi::detail::utf8_take(text, at)))
                return false;
        ascii_label encoded;
        if (!is_idna_label(label.text()) || !encode_punycode(label.text(), encoded)) return false;
        const auto size = prefix.size() + encoded.size;
        size_ += size;
        note_direction(label.text());
        return size <= max_label;
    }

    void note_direction(std::u32string_view label) {
        const auto found = direction_of(label);
        has_directions_ = has_directions_ || found.is_leftward;
        keeps_directions_ = keeps_directions_ && found.is_right;
    }

    std::size_t size_ = 0;  // as ASCII
    bool has_directions_ = false;
    bool keeps_directions_ = true;
};

inline bool is_hostname(std::string_view text) {
    return host_name::is_right(text, false);
}

/// Not checked: that a label is in normal form C.
inline bool is_idn_hostname(std::string_view text) {
    return host_name::is_right(text, true);
}

}  // namespace asyncapi::validation::detail
