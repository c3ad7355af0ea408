#pragma once

#include <chrono>
#include <cstdio>
#include <ctime>
#include <random>
#include <string>
#include <string_view>

namespace contract {

/// \return `prefix` and ten characters that nobody can guess: `ORD-7Q2M4XK9TB`
inline std::string new_id(std::string_view prefix) {
    static constexpr std::string_view alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    std::random_device random;
    std::string id{prefix};
    for (int i = 0; i < 10; ++i) id += alphabet[random() % alphabet.size()];
    return id;
}

/// \return the time in UTC, to the millisecond: `2024-05-02T09:30:00.000Z`
inline std::string timestamp(std::chrono::system_clock::time_point time) {
    const auto since = std::chrono::floor<std::chrono::milliseconds>(time.time_since_epoch());
    const auto seconds = std::chrono::floor<std::chrono::seconds>(since);
    const auto calendar = static_cast<std::time_t>(seconds.count());
    std::tm parts{};
    gmtime_r(&calendar, &parts);
    char text[64];
    std::snprintf(text, sizeof text, "%04d-%02d-%02dT%02d:%02d:%02d.%03dZ", parts.tm_year + 1900,
                  parts.tm_mon + 1, parts.tm_mday, parts.tm_hour, parts.tm_min, parts.tm_sec,
                  static_cast<int>((since - seconds).count()));
    return text;
}

}  // namespace contract
