#pragma once

#include <asyncapi/validation/pattern/expression.hpp>
#include <asyncapi/validation/pattern/utf8_ranges.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <utility>
#include <vector>

namespace asyncapi::validation::detail {

/// Whether an expression describes a set of texts that an automaton knows by heart: no look-around,
/// back references, boundaries or properties.
inline bool is_regular(const expression& e) {
    using kind = expression::kind;
    switch (e.what) {
        case kind::back_reference:
        case kind::boundary:
        case kind::look_ahead:
        case kind::look_behind:
            return false;
        default:
            return e.properties.empty() && std::ranges::all_of(e.parts, is_regular);
    }
}

/// A regular expression as a nondeterministic automaton over the bytes of UTF-8.
class automaton {
public:
    using index = std::uint32_t;

    struct state {
        enum class kind { byte, split, begin, end, accept };
        kind what;
        byte_range bytes{};  ///< of `byte`: leads to `next`
        index next = 0;
        index other = 0;  ///< of `split`: leads there too
    };

    /// \return nullopt when it would be too large
    static std::optional<automaton> of(const expression& e) {
        automaton made;
        const auto accept = made.add({state::kind::accept});
        made.start_ = made.build(e, accept);
        if (made.is_too_large()) return std::nullopt;
        return made;
    }

    index start() const noexcept { return start_; }
    const std::vector<state>& states() const noexcept { return states_; }

private:
    using kind = expression::kind;
    static constexpr std::size_t max_states = 3'000;

    bool is_too_large() const noexcept { return states_.size() > max_states; }

    index add(state made) {
        states_.push_back(made);
        return static_cast<index>(states_.size() - 1);
    }
    index split(index first, index second) { return add({state::kind::split, {}, first, second}); }

    // \return the state from which `e`, and what leads on from `next`, is matched
    index build(const expression& e, index next) {
        if (is_too_large()) return next;
        switch (e.what) {
            case kind::one_of:
                return character(e.set, next);
            case kind::begin:
                return add({state::kind::begin, {}, next});
            case kind::end:
                return add({state::kind::end, {}, next});
            case kind::sequence:
                for (auto part = e.parts.rbegin(); part != e.parts.rend(); ++part)
                    next = build(*part, next);
                return next;
            case kind::choice: {
                auto all = build(e.parts.back(), next);
                for (auto part = e.parts.rbegin() + 1; part != e.parts.rend(); ++part)
                    all = split(build(*part, next), all);
                return all;
            }
            case kind::group:
                return build(e.parts.front(), next);
            case kind::repeat:
                return repeat(e, next);
            default:
                return next;
        }
    }

    index repeat(const expression& e, index next) {
        const auto& part = e.parts.front();
        if (e.most == expression::no_limit) {
            const auto loop = split(next, next);
            const auto again = build(part, loop);
            states_[loop].other = again;
            next = loop;
        } else {
            const auto end = next;
            for (auto i = e.least; i < e.most && !is_too_large(); ++i)
                next = split(build(part, next), end);
        }
        for (std::uint32_t i = 0; i < e.least && !is_too_large(); ++i) next = build(part, next);
        return next;
    }

    // An empty set is a byte that does not occur in UTF-8.
    index character(const code_points& set, index next) {
        std::optional<index> all;
        std::vector<index> made;  // tails of this character that several ranges share
        for (const auto& range : set.ranges())
            for_each_utf8_range(range, [&](const byte_ranges& bytes) {
                auto at = next;
                for (auto i = bytes.size; i-- > 0;) at = shared(bytes.ranges[i], at, made);
                all = all ? split(at, *all) : at;
            });
        return all ? *all : add({state::kind::byte, {0xFF, 0xFF}, next});
    }

    index shared(byte_range bytes, index next, std::vector<index>& made) {
        for (const auto at : made) {
            const auto& known = states_[at];
            if (known.next == next && known.bytes.first == bytes.first &&
                known.bytes.last == bytes.last)
                return at;
        }
        made.push_back(add({state::kind::byte, bytes, next}));
        return made.back();
    }

    std::vector<state> states_;
    index start_ = 0;
};

}  // namespace asyncapi::validation::detail
