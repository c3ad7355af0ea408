#pragma once

#include <asyncapi/validation/pattern/code_points.hpp>

#include <algorithm>
#include <cstdint>
#include <limits>
#include <utility>
#include <vector>

namespace asyncapi::validation::detail {

/// A regular expression as a tree.
struct expression {
    enum class kind {
        nothing,   ///< the empty text
        one_of,    ///< one character of `set`; of an empty set: matches no text
        begin,     ///< `^`
        end,       ///< `$`
        sequence,  ///< `parts`, one after another
        choice,    ///< one of `parts`
        repeat     ///< the only part, `least` to `most` times
    };
    static constexpr std::uint32_t no_limit = std::numeric_limits<std::uint32_t>::max();

    kind what = kind::nothing;
    code_points set = {};
    std::vector<expression> parts = {};
    std::uint32_t least = 1;
    std::uint32_t most = 1;

    static expression character(code_points set) { return {kind::one_of, std::move(set)}; }
    static expression impossible() { return {kind::one_of}; }
    static expression repeated(expression part, std::uint32_t least, std::uint32_t most) {
        expression made{kind::repeat, {}, {}, least, most};
        made.parts.push_back(std::move(part));
        return made;
    }
    static expression list(kind what, std::vector<expression> parts) {
        if (parts.size() == 1) return std::move(parts.front());
        return {what, {}, std::move(parts)};
    }

    bool is_impossible() const { return what == kind::one_of && set.empty(); }
};

inline bool has_anchor(const expression& e) {
    return e.what == expression::kind::begin || e.what == expression::kind::end ||
           std::ranges::any_of(e.parts, has_anchor);
}

/// Whether an expression without anchors matches the empty text.
inline bool is_nullable(const expression& e) {
    switch (e.what) {
        case expression::kind::nothing:
            return true;
        case expression::kind::sequence:
            return std::ranges::all_of(e.parts, is_nullable);
        case expression::kind::choice:
            return std::ranges::any_of(e.parts, is_nullable);
        case expression::kind::repeat:
            return e.least == 0 || is_nullable(e.parts.front());
        default:
            return false;
    }
}

}  // namespace asyncapi::validation::detail
