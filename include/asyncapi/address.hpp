#pragma once

#include <asyncapi/result.hpp>

#include <algorithm>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace asyncapi {

/// Values of an address's parameters: `{{"orderId", "ORD-1"}}` fills `orders/{orderId}`.
using parameters = std::vector<std::pair<std::string, std::string>>;

inline const std::string* find_parameter(const parameters& values, std::string_view name) noexcept {
    const auto at = std::ranges::find(
        values, name, [](const auto& entry) -> const std::string& { return entry.first; });
    return at == values.end() ? nullptr : &at->second;
}

/// The address of a channel: literal text with `{parameters}`, and in filters the wildcards `+`
/// (one segment) and a last segment `#` (the rest, which may be nothing).
///
/// A parameter stands for one or more characters of one segment; segments are separated by `/`.
///
/// \see AsyncAPI 3.0 Channel Object, address; AsyncAPI 2.6 Channels Object
class address_template {
public:
    explicit address_template(std::string_view text) : text_{text} {}

    const std::string& text() const noexcept { return text_; }

    /// \return whether every parameter is filled and there is no wildcard
    bool concrete() const noexcept {
        return text_.find('{') == std::string::npos && !has_wildcard();
    }

    /// Fills what `values` has and leaves the other parameters as they are.
    ///
    /// \return `invalid_address` for a value that is empty or holds `/`, `+`, `#`, `{`, `}` or a
    /// control
    ///         character, that starts with `$`, or whose name the address does not have
    result<address_template> fill(const parameters& values) const {
        std::string filled = text_;
        for (const auto& [name, value] : values) {
            if (!harmless(value)) {
                return error{errc::invalid_address, "parameter " + name + " of " + text_ +
                                                        " must be one segment of plain text"};
            }
            const auto slot = "{" + name + "}";
            auto at = filled.find(slot);
            if (at == std::string::npos) {
                return error{errc::invalid_address, text_ + " has no parameter " + name};
            }
            for (; at != std::string::npos; at = filled.find(slot, at + value.size())) {
                filled.replace(at, slot.size(), value);
            }
        }
        return address_template{filled};
    }

    /// \return `invalid_address` when a parameter has no value in `values`, or as for `fill`
    result<std::string> expand(const parameters& values) const {
        auto filled = fill(values);
        if (!filled) return filled.error();
        if (!filled->concrete()) {
            return error{errc::invalid_address,
                         "every parameter of " + text_ + " needs a value to send"};
        }
        return filled->text();
    }

    /// \return the parameters' values when `address` is one this template stands for
    std::optional<parameters> match(std::string_view address) const {
        parameters values;
        std::string_view rest = text_;
        for (;;) {
            if (rest == "#") return values;
            const auto pattern_end = rest.find('/');
            const auto address_end = address.find('/');
            if (!match_segment(rest.substr(0, pattern_end), address.substr(0, address_end), values))
                return {};
            const bool last = address_end == std::string_view::npos;
            if (pattern_end == std::string_view::npos) {
                if (last) return values;
                return {};
            }
            rest.remove_prefix(pattern_end + 1);
            if (last) {
                if (rest == "#") return values;
                return {};
            }
            address.remove_prefix(address_end + 1);
        }
    }

private:
    bool has_wildcard() const noexcept {
        std::string_view rest = text_;
        for (;;) {
            const auto end = rest.find('/');
            const auto segment = rest.substr(0, end);
            if (segment == "+" || (segment == "#" && end == std::string_view::npos)) return true;
            if (end == std::string_view::npos) return false;
            rest.remove_prefix(end + 1);
        }
    }

    static bool harmless(std::string_view value) noexcept {
        if (value.empty() || value.front() == '$') return false;
        return std::ranges::all_of(value, [](char c) {
            const auto byte = static_cast<unsigned char>(c);
            return byte >= 0x20 && byte != 0x7F &&
                   std::string_view{"/+#{}"}.find(c) == std::string_view::npos;
        });
    }

    // A parameter takes the shortest text after which the next literal follows, so matching is
    // linear.
    static bool match_segment(std::string_view pattern, std::string_view segment,
                              parameters& values) {
        if (pattern == "+") return true;
        for (;;) {
            const auto open = pattern.find('{');
            const auto close = open == std::string_view::npos ? open : pattern.find('}', open);
            if (close == std::string_view::npos) return pattern == segment;
            if (!segment.starts_with(pattern.substr(0, open))) return false;
            segment.remove_prefix(open);
            const auto name = pattern.substr(open + 1, close - open - 1);
            pattern.remove_prefix(close + 1);
            const auto literal = pattern.substr(0, pattern.find('{'));
            if (segment.empty()) return false;
            auto end = segment.size();
            if (literal.size() != pattern.size()) {
                end = segment.find(literal, 1);
            } else if (segment.ends_with(literal)) {
                end = segment.size() - literal.size();
            }
            if (end == std::string_view::npos || end == 0) return false;
            const auto value = segment.substr(0, end);
            if (const auto* earlier = find_parameter(values, name)) {
                if (*earlier != value) return false;
            } else {
                values.emplace_back(name, value);
            }
            segment.remove_prefix(end);
        }
    }

    std::string text_;
};

}  // namespace asyncapi
