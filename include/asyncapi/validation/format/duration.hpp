#pragma once

#include <asyncapi/validation/format/ascii.hpp>

#include <string_view>

namespace asyncapi::validation::detail {

/// Takes `3D` and the like: units in their order, none left out between two.
///
/// \return how many there were; -1 for anything else
constexpr int take_units(std::string_view& text, std::string_view units) noexcept {
    int count = 0;
    while (!text.empty() && is_digit(text.front())) {
        while (!text.empty() && is_digit(text.front())) text.remove_prefix(1);
        if (text.empty()) return -1;
        const auto unit = units.find(text.front());
        if (unit == units.npos || (count > 0 && unit != 0)) return -1;
        units.remove_prefix(unit + 1);
        text.remove_prefix(1);
        ++count;
    }
    return count;
}

/// \see RFC 3339 appendix A, duration
constexpr bool is_duration(std::string_view text) noexcept {
    if (!take(text, 'P')) return false;
    auto weeks = text;
    if (take_units(weeks, "W") == 1 && weeks.empty()) return true;
    const int days = take_units(text, "YMD");
    if (days < 0) return false;
    if (!take(text, 'T')) return days > 0 && text.empty();
    return take_units(text, "HMS") > 0 && text.empty();
}

}  // namespace asyncapi::validation::detail
