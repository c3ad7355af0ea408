#pragma once

#include <asyncapi/validation/program/rules.hpp>

#include <algorithm>
#include <cstdint>
#include <vector>

namespace asyncapi::validation::detail {

/// Which of the names that `required` and `dependencies` speak of are there, up to 64 of them.
struct one_word {
    std::uint64_t bits = 0;
    explicit one_word(std::uint32_t) {}
    void set(std::uint32_t mark) noexcept { bits |= std::uint64_t{1} << mark; }
    bool has(std::uint32_t mark) const noexcept { return (bits >> mark & 1U) != 0; }
    bool has_all(const object_rule& r) const noexcept {
        return (bits & r.required_bits) == r.required_bits;
    }
};

/// The same, for any number of names.
struct many_words {
    std::vector<bool> bits;
    explicit many_words(std::uint32_t marks) : bits(marks) {}
    void set(std::uint32_t mark) { bits[mark] = true; }
    bool has(std::uint32_t mark) const { return bits[mark]; }
    bool has_all(const object_rule& r) const {
        return std::ranges::all_of(r.required, [this](auto mark) { return bits[mark]; });
    }
};

}  // namespace asyncapi::validation::detail
