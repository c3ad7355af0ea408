#pragma once

#include <asyncapi/validation/format/ascii.hpp>

#include <cstddef>
#include <string_view>

namespace asyncapi::validation::detail {

/// Takes so many digits off the front; -1 without them, or when their value is beyond `most`.
constexpr int take_number(std::string_view& text, std::size_t digits, int most) noexcept {
    if (text.size() < digits) return -1;
    int value = 0;
    for (const char c : text.substr(0, digits)) {
        if (!is_digit(c)) return -1;
        value = value * 10 + (c - '0');
    }
    text.remove_prefix(digits);
    return value > most ? -1 : value;
}

constexpr bool take_date(std::string_view& text) noexcept {
    const int year = take_number(text, 4, 9999);
    if (year < 0 || !take(text, '-')) return false;
    const int month = take_number(text, 2, 12);
    if (month < 1 || !take(text, '-')) return false;
    const bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    const bool is_short = month == 4 || month == 6 || month == 9 || month == 11;
    const int last = month == 2 ? (leap ? 29 : 28) : is_short ? 30 : 31;
    return take_number(text, 2, last) >= 1;
}

constexpr bool take_time(std::string_view& text) noexcept {
    const int hour = take_number(text, 2, 23);
    if (hour < 0 || !take(text, ':')) return false;
    const int minute = take_number(text, 2, 59);
    if (minute < 0 || !take(text, ':')) return false;
    const int second = take_number(text, 2, 60);
    if (second < 0) return false;
    if (take(text, '.')) {
        if (text.empty() || !is_digit(text.front())) return false;
        while (!text.empty() && is_digit(text.front())) text.remove_prefix(1);
    }
    int offset = 0;
    if (!take(text, 'Z') && !take(text, 'z')) {
        const bool behind = text.starts_with('-');
        if (!take(text, '+') && !take(text, '-')) return false;
        const int hours = take_number(text, 2, 23);
        if (hours < 0 || !take(text, ':')) return false;
        const int minutes = take_number(text, 2, 59);
        if (minutes < 0) return false;
        offset = (behind ? -1 : 1) * (hours * 60 + minutes);
    }
    if (second < 60) return true;
    // A leap second is the last of a day in UTC.
    constexpr int day = 24 * 60;
    return (hour * 60 + minute - offset + day) % day == day - 1;
}

/// \see RFC 3339 section 5.6, full-date
constexpr bool is_date(std::string_view text) noexcept {
    return take_date(text) && text.empty();
}

/// \see RFC 3339 section 5.6, full-time
constexpr bool is_time(std::string_view text) noexcept {
    return take_time(text) && text.empty();
}

/// \see RFC 3339 section 5.6, date-time
constexpr bool is_date_time(std::string_view text) noexcept {
    if (!take_date(text)) return false;
    if (!take(text, 'T') && !take(text, 't')) return false;
    return take_time(text) && text.empty();
}

}  // namespace asyncapi::validation::detail
