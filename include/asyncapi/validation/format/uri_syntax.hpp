#pragma once

#include <asyncapi/validation/format/ascii.hpp>
#include <asyncapi/validation/format/ip_address.hpp>
#include <asyncapi/validation/format/iri_characters.hpp>

#include <algorithm>
#include <cstddef>
#include <string_view>

namespace asyncapi::validation::detail {

/// Reads a URI, or with `is_iri` an IRI, part by part.
///
/// \see RFC 3986 appendix A; RFC 3987 section 2.2
class uri_syntax {
public:
    uri_syntax(std::string_view text, bool is_iri) : text_{text}, is_iri_{is_iri} {}

    /// \param is_reference  the scheme may be missing
    bool is_right(bool is_reference) {
        const bool has_scheme = take_scheme();
        if (!has_scheme && !is_reference) return false;
        if (text_.starts_with("//")) {
            text_.remove_prefix(2);
            if (!authority(take_until("/?#"))) return false;
            if (!text_.empty() && text_.front() != '/' && !is_any_of(text_.front(), "?#"))
                return false;
        } else if (!has_scheme) {
            // Before a slash, a colon would end a scheme.
            const auto first = text_.substr(0, text_.find_first_of("/?#"));
            if (first.find(':') != first.npos) return false;
        }
        if (!all_of(take_until("?#"), ":@/", false)) return false;
        if (take(text_, '?') && !all_of(take_until("#"), ":@/?", true)) return false;
        return !take(text_, '#') || all_of(take_until(""), ":@/?", false);
    }

private:
    bool take_scheme() {
        const auto size = text_.find_first_of(":/?#");
        if (size == text_.npos || text_[size] != ':' || size == 0 || !is_letter(text_.front()))
            return false;
        const auto is_right = [](char c) { return is_letter_or_digit(c) || is_any_of(c, "+-."); };
        if (!std::ranges::all_of(text_.substr(0, size), is_right)) return false;
        text_.remove_prefix(size + 1);
        return true;
    }

    std::string_view take_until(std::string_view ends) {
        const auto taken = text_.substr(0, text_.find_first_of(ends));
        text_.remove_prefix(taken.size());
        return taken;
    }

    bool authority(std::string_view part) {
        if (const auto at = part.find('@'); at != part.npos) {
            if (!all_of(part.substr(0, at), ":", false)) return false;
            part.remove_prefix(at + 1);
        }
        if (part.starts_with('[')) {
            const auto end = part.find(']');
            if (end == part.npos || !is_literal(part.substr(1, end - 1))) return false;
            part.remove_prefix(end + 1);
            return part.empty() || (take(part, ':') && std::ranges::all_of(part, is_digit));
        }
        const auto colon = part.find(':');
        if (!all_of(part.substr(0, colon), "", false)) return false;
        return colon == part.npos || std::ranges::all_of(part.substr(colon + 1), is_digit);
    }

    // An IPv6 address, or one of a version to come: `v1.x`.
    static bool is_literal(std::string_view address) {
        if (is_ipv6(address)) return true;
        if (!take(address, 'v') && !take(address, 'V')) return false;
        const auto dot = address.find('.');
        if (dot == address.npos || dot == 0 || dot + 1 == address.size()) return false;
        const auto is_right = [](char c) {
            return is_letter_or_digit(c) || is_any_of(c, "-._~!$&'()*+,;=:");
        };
        return std::ranges::all_of(address.substr(0, dot), is_hex_digit) &&
               std::ranges::all_of(address.substr(dot + 1), is_right);
    }

    // Whether a part has only unreserved characters, sub-delims, escapes and `others`.
    bool all_of(std::string_view part, std::string_view others, bool is_query) const {
        while (!part.empty()) {
            const char c = part.front();
            if (is_letter_or_digit(c) || is_any_of(c, "-._~!$&'()*+,;=") || is_any_of(c, others)) {
                part.remove_prefix(1);
            } else if (!take_percent_encoded(part) &&
                       !(is_iri_ && take_iri_character(part, is_query))) {
                return false;
            }
        }
        return true;
    }

    std::string_view text_;
    bool is_iri_;
};

inline bool is_uri(std::string_view text) {
    return uri_syntax{text, false}.is_right(false);
}
inline bool is_uri_reference(std::string_view text) {
    return uri_syntax{text, false}.is_right(true);
}
inline bool is_iri(std::string_view text) {
    return uri_syntax{text, true}.is_right(false);
}
inline bool is_iri_reference(std::string_view text) {
    return uri_syntax{text, true}.is_right(true);
}

}  // namespace asyncapi::validation::detail
