#pragma once

#include <cstdint>
#include <string_view>

namespace asyncapi::detail {

/// Writes a whole number at compile time. `Sink` has `put(char)`.
template <class Sink>
constexpr void write_unsigned(Sink& sink, std::uint64_t value) {
    char digits[20]{};
    int count = 0;
    do {
        digits[count++] = static_cast<char>('0' + value % 10);
        value /= 10;
    } while (value != 0);
    while (count > 0) sink.put(digits[--count]);
}

template <class Sink>
constexpr void write_integer(Sink& sink, std::int64_t value) {
    if (value < 0) sink.put('-');
    write_unsigned(sink, value < 0 ? ~static_cast<std::uint64_t>(value) + 1
                                   : static_cast<std::uint64_t>(value));
}

/// Writes a double at compile time so that it reads back as the same double.
///
/// A double that is m * 10^k, with m below 2^53 and |k| at most 22, has such a text, found by one
/// correctly rounded operation: every number a person writes in a schema with up to 15 digits.
///
/// \return whether it has
template <class Sink>
constexpr bool write_number(Sink& sink, double value) {
    if (value != value || value > 1e37 || value < -1e37) return false;
    if (value < 0) sink.put('-');
    const double size = value < 0 ? -value : value;
    constexpr double limit = 9007199254740992.0;
    double scale = 1;
    for (int places = 0; places <= 22; ++places, scale *= 10) {
        if (size > limit) break;
        const double shifted = size * scale;
        if (shifted > limit) break;
        const auto rounded = static_cast<std::uint64_t>(shifted + 0.5);
        if (static_cast<double>(rounded) / scale != size) continue;
        std::uint64_t unit = 1;
        if (places > 18) {
            write_unsigned(sink, rounded);
            sink.put('e');
            write_integer(sink, -places);
            return true;
        }
        for (int i = 0; i < places; ++i) unit *= 10;
        write_unsigned(sink, rounded / unit);
        if (places == 0) return true;
        sink.put('.');
        for (auto rest = rounded % unit; unit > 1; rest %= unit) {
            unit /= 10;
            sink.put(static_cast<char>('0' + rest / unit));
        }
        return true;
    }
    scale = 1;
    for (int zeros = 0; zeros <= 22; ++zeros, scale *= 10) {
        const double shifted = size / scale;
        if (shifted > limit) continue;
        const auto rounded = static_cast<std::uint64_t>(shifted + 0.5);
        if (static_cast<double>(rounded) * scale != size) continue;
        write_unsigned(sink, rounded);
        for (int i = 0; i < zeros; ++i) sink.put('0');
        return true;
    }
    return false;
}

/// Writes a JSON string at compile time.
template <class Sink>
constexpr void write_text(Sink& sink, std::string_view text) {
    constexpr std::string_view hex = "0123456789abcdef";
    sink.put('"');
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            sink.put('\\');
            sink.put(c);
        } else if (byte < 0x20) {
            for (const char each : {'\\', 'u', '0', '0', hex[byte >> 4U], hex[byte & 0xFU]})
                sink.put(each);
        } else {
            sink.put(c);
        }
    }
    sink.put('"');
}

}  // namespace asyncapi::detail
