#pragma once

#include <asyncapi/validation/pattern/code_points.hpp>

#include <algorithm>
#include <cstdint>
#include <limits>
#include <string>
#include <utility>
#include <vector>

namespace asyncapi::validation::detail {

/// A Unicode property, `\p{...}`, or all characters without it.
struct unicode_property {
    std::string name;  ///< as PCRE2 spells it
    bool negated = false;
};

/// A regular expression of ECMA-262 as a tree.
struct expression {
    enum class kind {
        nothing,         ///< the empty text
        one_of,          ///< one character of `set` or of `properties`; of neither: no text
        begin,           ///< `^`
        end,             ///< `$`
        sequence,        ///< `parts`, one after another
        choice,          ///< one of `parts`
        repeat,          ///< the only part, `least` to `most` times
        group,           ///< the only part, whose text a back reference to `number` means
        back_reference,  ///< the text that group `number` matched last, empty without one
        boundary,        ///< `\b`; negated: `\B`
        look_ahead,      ///< what follows matches the only part; negated: does not
        look_behind      ///< what stands before matches the only part; negated: does not
    };
    static constexpr std::uint32_t no_limit = std::numeric_limits<std::uint32_t>::max();

    kind what = kind::nothing;
    code_points set = {};
    std::vector<expression> parts = {};
    std::uint32_t least = 1;
    std::uint32_t most = 1;
    std::vector<unicode_property> properties = {};
    bool negated = false;  ///< for `one_of` only with `properties`: any other character
    bool lazy = false;     ///< of `repeat`: as few times as will do
    std::uint32_t number = 0;
    std::uint32_t at = 0;  ///< where in the source, for a sentence: a character, from 1

    static expression character(code_points set) { return {kind::one_of, std::move(set)}; }
    static expression impossible() { return {kind::one_of}; }
    static expression around(kind what, expression part) {
        expression made{what};
        made.parts.push_back(std::move(part));
        return made;
    }
    static expression repeated(expression part, std::uint32_t least, std::uint32_t most) {
        auto made = around(kind::repeat, std::move(part));
        made.least = least;
        made.most = most;
        return made;
    }
    static expression list(kind what, std::vector<expression> parts) {
        if (parts.size() == 1) return std::move(parts.front());
        return {what, {}, std::move(parts)};
    }

    bool is_impossible() const {
        return what == kind::one_of && set.empty() && properties.empty() && !negated;
    }
};

inline bool has_anchor(const expression& e) {
    return e.what == expression::kind::begin || e.what == expression::kind::end ||
           std::ranges::any_of(e.parts, has_anchor);
}

/// Whether an expression may match the empty text: true unless it certainly does not.
inline bool is_nullable(const expression& e) {
    switch (e.what) {
        case expression::kind::one_of:
            return false;
        case expression::kind::sequence:
            return std::ranges::all_of(e.parts, is_nullable);
        case expression::kind::choice:
            return std::ranges::any_of(e.parts, is_nullable);
        case expression::kind::group:
            return is_nullable(e.parts.front());
        case expression::kind::repeat:
            return e.least == 0 || is_nullable(e.parts.front());
        default:
            return true;
    }
}

}  // namespace asyncapi::validation::detail
