#pragma once

#include <asyncapi/document/raw_tree.hpp>

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>

namespace asyncapi::detail {

/// What a plain YAML scalar is.
struct core_scalar {
    raw_tree::kind is = raw_tree::kind::string;
    std::string text;          ///< a number as JSON writes it, `true` or `false`, else as it was
    bool is_infinite = false;  ///< `.inf` or `.nan`, which JSON has no word for
};

class core_schema {
public:
    /// \see YAML 1.2.2 section 10.3.2, tag resolution of the core schema
    static core_scalar resolve(std::string_view text) {
        using kind = raw_tree::kind;
        if (is_one_of(text, "", "~", "null") || is_one_of(text, "Null", "NULL", "~"))
            return {kind::null, std::string{text}};
        if (is_one_of(text, "true", "True", "TRUE")) return {kind::boolean, "true"};
        if (is_one_of(text, "false", "False", "FALSE")) return {kind::boolean, "false"};
        if (auto number = integer(text)) return {kind::number, *std::move(number)};
        if (auto number = real(text)) return {kind::number, *std::move(number)};
        const auto unsigned_text = without_sign(text);
        const bool infinite = is_one_of(unsigned_text, ".inf", ".Inf", ".INF") ||
                              is_one_of(text, ".nan", ".NaN", ".NAN");
        return {kind::string, std::string{text}, infinite};
    }

private:
    static bool is_one_of(std::string_view text, std::string_view a, std::string_view b,
                          std::string_view c) {
        return text == a || text == b || text == c;
    }

    static bool is_digit(char c) { return c >= '0' && c <= '9'; }

    static std::string_view without_sign(std::string_view text) {
        if (!text.empty() && (text.front() == '-' || text.front() == '+')) text.remove_prefix(1);
        return text;
    }

    static std::optional<std::string> integer(std::string_view text) {
        if (text.starts_with("0o")) return based(text.substr(2), 8);
        if (text.starts_with("0x")) return based(text.substr(2), 16);
        auto digits = without_sign(text);
        if (digits.empty() || !std::ranges::all_of(digits, is_digit)) return {};
        while (digits.size() > 1 && digits.front() == '0') digits.remove_prefix(1);
        return (text.front() == '-' ? "-" : "") + std::string{digits};
    }

    static std::optional<std::string> based(std::string_view digits, int base) {
        std::uint64_t value = 0;
        const auto end = digits.data() + digits.size();
        const auto read = std::from_chars(digits.data(), end, value, base);
        if (digits.empty() || read.ec != std::errc{} || read.ptr != end) return {};
        return std::to_string(value);
    }

    // [-+]? ( \. [0-9]+ | [0-9]+ ( \. [0-9]* )? ) ( [eE] [-+]? [0-9]+ )?
    static std::optional<std::string> real(std::string_view text) {
        std::string made = text.starts_with('-') ? "-" : "";
        auto rest = without_sign(text);
        const auto digits = [&rest] {
            const auto end = std::ranges::find_if_not(rest, is_digit) - rest.begin();
            const auto taken = rest.substr(0, static_cast<std::size_t>(end));
            rest.remove_prefix(taken.size());
            return taken;
        };
        auto whole = digits();
        std::string_view fraction;
        if (rest.starts_with('.')) {
            rest.remove_prefix(1);
            fraction = digits();
        }
        if (whole.empty() && fraction.empty()) return {};
        while (whole.size() > 1 && whole.front() == '0') whole.remove_prefix(1);
        made += whole.empty() ? "0" : whole;
        if (!fraction.empty()) (made += '.') += fraction;
        if (!rest.empty() && (rest.front() == 'e' || rest.front() == 'E')) {
            rest.remove_prefix(1);
            made += rest.starts_with('-') ? "e-" : "e";
            rest = without_sign(rest);
            const auto exponent = digits();
            if (exponent.empty()) return {};
            made += exponent;
        } else if (fraction.empty()) {
            made += ".0";
        }
        if (!rest.empty()) return {};
        return made;
    }
};

}  // namespace asyncapi::detail
