#pragma once

#include <asyncapi/validation/pattern/code_points.hpp>

#include <algorithm>
#include <array>
#include <cstddef>

namespace asyncapi::validation::detail {

struct byte_range {
    unsigned char first;
    unsigned char last;
};

/// Characters as their UTF-8: any text of one byte from each range, in order.
struct byte_ranges {
    std::array<byte_range, 4> ranges{};
    std::size_t size = 0;
};

/// Calls `visit(byte_ranges)` so that all visits together are the UTF-8 of the characters in a
/// range, each once. A range has no surrogates.
template <class Visit>
void for_each_utf8_range(code_points::range of, const Visit& visit) {
    constexpr std::array<char32_t, 4> last_of_size{0x7F, 0x7FF, 0xFFFF, code_points::last_of_all};
    for (const auto last : last_of_size)
        if (of.first <= last && last < of.last) {
            for_each_utf8_range({of.first, last}, visit);
            return for_each_utf8_range({last + 1, of.last}, visit);
        }
    std::size_t size = 1;
    while (of.last > last_of_size[size - 1]) ++size;
    // Split until the bytes after the first that differs take all their values.
    for (std::size_t tail = 1; tail < size; ++tail) {
        const char32_t mask = (char32_t{1} << (6 * tail)) - 1;
        if ((of.first & ~mask) == (of.last & ~mask)) continue;
        if ((of.first & mask) != 0) {
            for_each_utf8_range({of.first, of.first | mask}, visit);
            return for_each_utf8_range({(of.first | mask) + 1, of.last}, visit);
        }
        if ((of.last & mask) != mask) {
            for_each_utf8_range({of.first, (of.last & ~mask) - 1}, visit);
            return for_each_utf8_range({of.last & ~mask, of.last}, visit);
        }
    }
    byte_ranges made;
    made.size = size;
    constexpr std::array<char32_t, 4> leads{0, 0xC0, 0xE0, 0xF0};
    for (std::size_t i = 0; i < size; ++i) {
        const auto shift = 6 * (size - 1 - i);
        const char32_t mask = i == 0 ? 0xFF : 0x3F;
        const char32_t high = i == 0 ? leads[size - 1] : 0x80;
        made.ranges[i] = {static_cast<unsigned char>(high | (of.first >> shift & mask)),
                          static_cast<unsigned char>(high | (of.last >> shift & mask))};
    }
    visit(made);
}

}  // namespace asyncapi::validation::detail
