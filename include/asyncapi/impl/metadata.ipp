#pragma once

#include <asyncapi/detail/random_id.hpp>
#include <asyncapi/metadata.hpp>

#include <algorithm>

namespace asyncapi {

ASYNCAPI_DECL void header_map::set(std::string_view name, std::string_view value) {
    const auto at = std::ranges::find(entries_, name, &value_type::first);
    if (at == entries_.end())
        entries_.emplace_back(name, value);
    else
        at->second = value;
}

ASYNCAPI_DECL const std::string* header_map::find(std::string_view name) const noexcept {
    const auto at = std::ranges::find(entries_, name, &value_type::first);
    return at == entries_.end() ? nullptr : &at->second;
}

ASYNCAPI_DECL bool trace_context::valid() const noexcept {
    const std::string_view text = traceparent;
    if (text.size() != 55 || text[2] != '-' || text[35] != '-' || text[52] != '-') return false;
    const auto hex = [](std::string_view part) {
        return part.find_first_not_of("0123456789abcdef") == std::string_view::npos;
    };
    const auto zero = [](std::string_view part) {
        return part.find_first_not_of('0') == std::string_view::npos;
    };
    return text.substr(0, 2) == "00" && hex(text.substr(3, 32)) && hex(text.substr(36, 16)) &&
           hex(text.substr(53)) && !zero(text.substr(3, 32)) && !zero(text.substr(36, 16));
}

ASYNCAPI_DECL trace_context trace_context::child() const {
    if (!valid()) return {};
    return {traceparent.substr(0, 36) + detail::random_hex(16) + traceparent.substr(52),
            tracestate};
}

ASYNCAPI_DECL std::string metadata::make_id() {
    return detail::random_hex(detail::id_digits);
}

}  // namespace asyncapi
