#pragma once

#include <algorithm>
#include <cstddef>
#include <initializer_list>
#include <vector>

namespace asyncapi::validation::detail {

/// A set of Unicode characters: code points without the surrogates.
class code_points {
public:
    static constexpr char32_t last_of_all = 0x10FFFF;

    struct range {
        char32_t first;
        char32_t last;
        friend bool operator==(const range&, const range&) = default;
    };

    code_points() = default;
    code_points(std::initializer_list<range> ranges) {
        for (const auto& [first, last] : ranges) add(first, last);
    }

    static code_points all() { return {{0, last_of_all}}; }

    void add(char32_t first, char32_t last) {
        add_plain(first, std::min<char32_t>(last, 0xD7FF));
        add_plain(std::max<char32_t>(first, 0xE000), last);
    }

    void add(const code_points& other) {
        for (const auto& [first, last] : other.ranges_) add_plain(first, last);
    }

    code_points complement() const {
        code_points rest;
        char32_t next = 0;
        for (const auto& [first, last] : ranges_) {
            if (first > next) rest.add(next, first - 1);
            next = last + 1;
        }
        if (next <= last_of_all) rest.add(next, last_of_all);
        return rest;
    }

    bool empty() const noexcept { return ranges_.empty(); }
    bool is_single() const noexcept {
        return ranges_.size() == 1 && ranges_.front().first == ranges_.front().last;
    }

    /// Sorted, apart from one another.
    const std::vector<range>& ranges() const noexcept { return ranges_; }

private:
    void add_plain(char32_t first, char32_t last) {
        if (first > last) return;
        auto at = std::ranges::lower_bound(ranges_, first, {}, &range::first);
        if (at != ranges_.begin() && std::prev(at)->last + 1 >= first) --at;
        auto end = at;
        while (end != ranges_.end() && end->first <= last + 1) {
            first = std::min(first, end->first);
            last = std::max(last, end->last);
            ++end;
        }
        at = ranges_.erase(at, end);
        ranges_.insert(at, {first, last});
    }

    std::vector<range> ranges_;
};

}  // namespace asyncapi::validation::detail
