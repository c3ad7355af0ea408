#pragma once

#include <asyncapi/validation/json/same_text.hpp>

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>
#include <string_view>
#include <vector>

namespace asyncapi::validation::detail {

/// Distinct names, each with the index at which it was added. Does not own them.
class name_table {
public:
    static constexpr std::uint32_t none = std::numeric_limits<std::uint32_t>::max();

    std::size_t size() const noexcept { return names_.size(); }
    std::string_view operator[](std::size_t index) const noexcept { return names_[index]; }

    /// \return the index of the name, new or not
    std::uint32_t add(std::string_view name) {
        if (const auto known = find(name); known != none) return known;
        names_.push_back(name);
        if (names_.size() > few && names_.size() * 2 > slots_.size()) {
            slots_.assign(std::bit_ceil(names_.size() * 4), none);
            for (std::uint32_t i = 0; i < names_.size(); ++i) place(i);
        } else if (!slots_.empty()) {
            place(static_cast<std::uint32_t>(names_.size() - 1));
        }
        return static_cast<std::uint32_t>(names_.size() - 1);
    }

    std::uint32_t find(std::string_view name) const noexcept {
        if (slots_.empty()) {
            for (std::uint32_t i = 0; i < names_.size(); ++i)
                if (same_text(names_[i], name)) return i;
            return none;
        }
        for (auto at = slot(name);; at = (at + 1) & (slots_.size() - 1)) {
            const auto index = slots_[at];
            if (index == none || same_text(names_[index], name)) return index;
        }
    }

private:
    static constexpr std::size_t few = 4;  // are faster to look through than to hash

    std::size_t slot(std::string_view name) const noexcept {
        std::uint64_t hash = name.size() * 0x9E3779B97F4A7C15U;
        const char* at = name.data();
        auto left = name.size();
        for (; left >= 8; at += 8, left -= 8) {
            std::uint64_t word;
            std::memcpy(&word, at, 8);
            hash = (hash ^ word) * 0xD6E8FEB86659FD93U;
            hash ^= hash >> 32U;
        }
        for (; left > 0; ++at, --left)
            hash = (hash ^ static_cast<unsigned char>(*at)) * 0x100000001B3U;
        hash *= 0xD6E8FEB86659FD93U;
        return (hash >> 32U) & (slots_.size() - 1);
    }

    void place(std::uint32_t index) {
        auto at = slot(names_[index]);
        while (slots_[at] != none) at = (at + 1) & (slots_.size() - 1);
        slots_[at] = index;
    }

    std::vector<std::string_view> names_;
    std::vector<std::uint32_t> slots_;  // open addressing, at most half full; empty for few names
};

}  // namespace asyncapi::validation::detail
