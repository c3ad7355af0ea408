#pragma once

#include <asyncapi/detail/utf8.hpp>
#include <asyncapi/validation/format/ascii.hpp>
#include <asyncapi/validation/format/content.hpp>
#include <asyncapi/validation/format/hostname.hpp>
#include <asyncapi/validation/format/ip_address.hpp>

#include <cstddef>
#include <string_view>

namespace asyncapi::validation::detail {

/// Reads a mailbox.
///
/// \see RFC 5321 section 4.1.2, Mailbox; RFC 6531 section 3.3
class mailbox {
public:
    /// \param is_international  characters beyond ASCII too
    static bool is_right(std::string_view text, bool is_international) {
        const auto all = text;
        const bool local =
            text.starts_with('"') ? quoted(text, is_international) : dotted(text, is_international);
        constexpr std::size_t max_local = 64;
        if (!local || all.size() - text.size() > max_local || !take(text, '@')) return false;
        if (text.starts_with('[') && text.ends_with(']'))
            return is_literal(text.substr(1, text.size() - 2));
        return is_international ? is_idn_hostname(text) : is_hostname(text);
    }

private:
    static bool take_beyond_ascii(std::string_view& text) {
        const auto size = asyncapi::detail::utf8_length(text, 0);
        if (size < 2) return false;
        text.remove_prefix(size);
        return true;
    }

    // Words between single dots.
    static bool dotted(std::string_view& text, bool is_international) {
        do {
            const auto before = text.size();
            while (!text.empty()) {
                const char c = text.front();
                if (is_letter_or_digit(c) || is_any_of(c, "!#$%&'*+-/=?^_`{|}~")) {
                    text.remove_prefix(1);
                } else if (!is_international || !take_beyond_ascii(text)) {
                    break;
                }
            }
            if (text.size() == before) return false;
        } while (take(text, '.'));
        return true;
    }

    static bool quoted(std::string_view& text, bool is_international) {
        text.remove_prefix(1);
        while (!text.empty()) {
            if (take(text, '"')) return true;
            const bool escape = take(text, '\\');
            if (text.empty()) return false;
            const char c = text.front();
            if (c >= ' ' && c <= '~') {
                text.remove_prefix(1);
            } else if (escape || !is_international || !take_beyond_ascii(text)) {
                return false;
            }
        }
        return false;
    }

    static bool is_literal(std::string_view address) {
        constexpr std::string_view tag = "ipv6:";
        if (is_called(address.substr(0, tag.size()), tag))
            return is_ipv6(address.substr(tag.size()));
        return is_ipv4(address);
    }
};

inline bool is_email(std::string_view text) {
    return mailbox::is_right(text, false);
}
inline bool is_idn_email(std::string_view text) {
    return mailbox::is_right(text, true);
}

}  // namespace asyncapi::validation::detail
