#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace asyncapi::detail {

/// `2026-07-01T12:00:00.000Z`. \see RFC 3339
inline std::string to_timestamp(std::chrono::system_clock::time_point when) {
    using namespace std::chrono;
    const auto ms = floor<milliseconds>(when);
    const auto day = floor<days>(ms);
    const year_month_day date{day};
    const hh_mm_ss clock{ms - day};
    std::string text = "0000-00-00T00:00:00.000Z";
    const auto put = [&text](std::size_t at, std::size_t digits, std::int64_t value) {
        for (; digits > 0; --digits, value /= 10)
            text[at + digits - 1] = static_cast<char>('0' + value % 10);
    };
    put(5, 2, static_cast<unsigned>(date.month()));
    put(8, 2, static_cast<unsigned>(date.day()));
    put(11, 2, clock.hours().count());
    put(14, 2, clock.minutes().count());
    put(17, 2, clock.seconds().count());
    put(20, 3, clock.subseconds().count());
    const auto year = static_cast<int>(date.year());
    if (year >= 0 && year <= 9999) {
        put(0, 4, year);
    } else {
        text.replace(0, 4, std::to_string(year));  // not that anybody could read it
    }
    return text;
}

/// Reads what RFC 3339 allows, in any offset, to the millisecond; nothing for anything else and for
/// years that the system's clock does not reach.
inline std::optional<std::chrono::system_clock::time_point> from_timestamp(std::string_view text) {
    using namespace std::chrono;
    std::size_t at = 0;
    bool good = true;
    const auto number = [&](std::size_t digits) {
        int value = 0;
        for (; digits > 0; --digits, ++at) {
            if (at >= text.size() || text[at] < '0' || text[at] > '9') return good = false, 0;
            value = value * 10 + (text[at] - '0');
        }
        return value;
    };
    const auto one_of = [&](std::string_view allowed) {
        if (at >= text.size() || allowed.find(text[at]) == std::string_view::npos)
            return good = false, '\0';
        return text[at++];
    };

    const year_month_day date{[&] {
        const auto y = year{number(4)};
        one_of("-");
        const auto m = month{static_cast<unsigned>(number(2))};
        one_of("-");
        return y / m / day{static_cast<unsigned>(number(2))};
    }()};
    one_of("Tt ");
    const auto hour = number(2);
    one_of(":");
    const auto minute = number(2);
    one_of(":");
    const auto second = number(2);
    int fraction = 0;
    if (good && at < text.size() && text[at] == '.') {
        ++at;
        int weight = 100;
        const auto first = at;
        for (; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at, weight /= 10)
            fraction += (text[at] - '0') * weight;
        good = at > first;
    }
    int offset = 0;
    if (const auto zone = one_of("Zz+-"); good && (zone == '+' || zone == '-')) {
        const auto hours_east = number(2);
        one_of(":");
        const auto minutes_east = number(2);
        good = good && hours_east < 24 && minutes_east < 60;
        offset = (zone == '+' ? 1 : -1) * (hours_east * 60 + minutes_east);
    }
    if (!good || at != text.size() || !date.ok() || hour > 23 || minute > 59 || second > 60) {
        return {};
    }
    // The clock counts nanoseconds in 64 bits: 1677 to 2262.
    if (date.year() < year{1678} || date.year() > year{2261}) return {};
    return sys_days{date} + hours{hour} + minutes{minute - offset} + seconds{second} +
           milliseconds{fraction};
}

}  // namespace asyncapi::detail
