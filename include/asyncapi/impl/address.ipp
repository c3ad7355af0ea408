#pragma once

#include <asyncapi/address.hpp>

#include <algorithm>

namespace asyncapi {

ASYNCAPI_DECL const std::string* find_parameter(const parameters& values,
                                                std::string_view name) noexcept {
    const auto at = std::ranges::find(
        values, name, [](const auto& entry) -> const std::string& { return entry.first; });
    return at == values.end() ? nullptr : &at->second;
}

namespace detail {

inline bool has_wildcard(std::string_view rest) noexcept {
    for (;;) {
        const auto end = rest.find('/');
        const auto segment = rest.substr(0, end);
        if (segment == "+" || (segment == "#" && end == std::string_view::npos)) return true;
        if (end == std::string_view::npos) return false;
        rest.remove_prefix(end + 1);
    }
}

ASYNCAPI_DECL bool is_concrete(std::string_view address) noexcept {
    return address.find('{') == std::string_view::npos && !has_wildcard(address);
}

inline bool harmless(std::string_view value) noexcept {
    if (value.empty() || value.front() == '$') return false;
    return std::ranges::all_of(value, [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte >= 0x20 && byte != 0x7F &&
               std::string_view{"/+#{}"}.find(c) == std::string_view::npos;
    });
}

// A parameter takes the shortest text after which the next literal follows, so matching is
// linear.
inline bool match_segment(std::string_view pattern, std::string_view segment, parameters& values) {
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

}  // namespace detail

ASYNCAPI_DECL result<address_template> address_template::fill(const parameters& values) const {
    std::string filled = text_;
    for (const auto& [name, value] : values) {
        if (!detail::harmless(value)) {
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

ASYNCAPI_DECL result<std::string> address_template::expand(const parameters& values) const {
    auto filled = fill(values);
    if (!filled) return filled.error();
    if (!filled->concrete()) {
        return error{errc::invalid_address,
                     "every parameter of " + text_ + " needs a value to send"};
    }
    return filled->text();
}

ASYNCAPI_DECL std::optional<parameters> address_template::match(std::string_view address) const {
    if (concrete_) return address == text_ ? std::optional{parameters{}} : std::nullopt;
    parameters values;
    std::string_view rest = text_;
    for (;;) {
        if (rest == "#") return values;
        const auto pattern_end = rest.find('/');
        const auto address_end = address.find('/');
        if (!detail::match_segment(rest.substr(0, pattern_end), address.substr(0, address_end),
                                   values))
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

}  // namespace asyncapi
