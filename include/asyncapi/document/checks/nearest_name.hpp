#pragma once

#include <algorithm>
#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

namespace asyncapi::checks::detail {

/// \return how many letters differ: inserted, left out, changed, or swapped with the next
inline std::size_t edit_distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> before;
    std::vector<std::size_t> last(b.size() + 1);
    std::vector<std::size_t> row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j) last[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t change = a[i - 1] == b[j - 1] ? 0 : 1;
            row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + change});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                row[j] = std::min(row[j], before[j - 2] + 1);
        }
        before = last;
        last = row;
    }
    return last[b.size()];
}

/// \return the name that a mistyped one is most likely meant to be; empty when none is near
inline std::string_view nearest_name(std::string_view mistyped,
                                     std::span<const std::string_view> names) {
    constexpr std::size_t longest = 64;
    if (mistyped.size() > longest) return {};
    std::string_view best;
    std::size_t least = std::max<std::size_t>(1, mistyped.size() / 3) + 1;
    for (const auto name : names) {
        if (name.size() > longest) continue;
        if (const auto distance = edit_distance(mistyped, name); distance < least) {
            least = distance;
            best = name;
        }
    }
    return best;
}

}  // namespace asyncapi::checks::detail
