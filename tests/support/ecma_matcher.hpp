#pragma once

#include <asyncapi/detail/utf8.hpp>
#include <asyncapi/validation/pattern/expression.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// Matches as ECMA-262 describes it, step by step with continuations: slow, and close enough to the
/// text of the standard to be held against it. Knows no Unicode properties.
///
/// \see ECMA-262, Runtime Semantics: CompileSubpattern
class ecma_matcher {
public:
    using expression = asyncapi::validation::detail::expression;

    explicit ecma_matcher(const expression& whole) : whole_{whole} { count_groups(whole); }

    /// \return nullopt when it takes too long to find out
    std::optional<bool> matches(std::string_view utf8) {
        using asyncapi::detail::utf8_take;
        text_.clear();
        for (std::size_t at = 0; at < utf8.size();) text_ += utf8_take(utf8, at);
        steps_ = 0;
        for (std::size_t start = 0; start <= text_.size(); ++start) {
            const bool found = run(whole_, {start, captures(groups_ + 1)}, true,
                                   [](const state&) { return true; });
            if (steps_ > max_steps) return std::nullopt;
            if (found) return true;
        }
        return false;
    }

private:
    using kind = expression::kind;
    using captures = std::vector<std::optional<std::pair<std::size_t, std::size_t>>>;
    struct state {
        std::size_t at;
        captures groups;
    };
    using continuation = std::function<bool(const state&)>;
    static constexpr std::size_t max_steps = 200'000;

    void count_groups(const expression& e) {
        groups_ = std::max<std::size_t>(groups_, e.number);
        for (const auto& part : e.parts) count_groups(part);
    }

    bool run(const expression& e, const state& x, bool forward, const continuation& next) {
        if (++steps_ > max_steps) return false;
        switch (e.what) {
            case kind::nothing:
                return next(x);
            case kind::one_of:
                return character(e, x, forward, next);
            case kind::begin:
                return x.at == 0 && next(x);
            case kind::end:
                return x.at == text_.size() && next(x);
            case kind::boundary:
                return (is_word(x.at) != (x.at > 0 && is_word(x.at - 1))) != e.negated && next(x);
            case kind::sequence:
                return sequence(e, forward ? 0 : e.parts.size(), x, forward, next);
            case kind::choice:
                return std::ranges::any_of(
                    e.parts, [&](const auto& part) { return run(part, x, forward, next); });
            case kind::repeat:
                return repeat(e, e.least, e.most, x, forward, next);
            case kind::group:
                return run(e.parts.front(), x, forward, [&, start = x.at](state y) {
                    y.groups[e.number] = std::minmax({start, y.at});
                    return next(y);
                });
            case kind::back_reference:
                return reference(e, x, forward, next);
            default:
                return look(e, x, next);
        }
    }

    bool is_word(std::size_t at) const {
        if (at >= text_.size()) return false;
        const auto c = text_[at];
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
               c == '_';
    }

    bool character(const expression& e, const state& x, bool forward, const continuation& next) {
        if (forward ? x.at == text_.size() : x.at == 0) return false;
        const auto c = text_[forward ? x.at : x.at - 1];
        const auto holds = [&](const auto& range) { return range.first <= c && c <= range.last; };
        if (!std::ranges::any_of(e.set.ranges(), holds)) return false;
        return next({forward ? x.at + 1 : x.at - 1, x.groups});
    }

    bool sequence(const expression& e, std::size_t i, const state& x, bool forward,
                  const continuation& next) {
        if (i == (forward ? e.parts.size() : 0)) return next(x);
        return run(e.parts[forward ? i : i - 1], x, forward, [&](const state& y) {
            return sequence(e, forward ? i + 1 : i - 1, y, forward, next);
        });
    }

    bool repeat(const expression& e, std::uint32_t least, std::uint32_t most, const state& x,
                bool forward, const continuation& next) {
        if (most == 0) return next(x);
        const auto again = [&](const state& y) {
            if (least == 0 && y.at == x.at) return false;
            return repeat(e, least == 0 ? 0 : least - 1,
                          most == expression::no_limit ? most : most - 1, y, forward, next);
        };
        auto fresh = x;
        forget(e.parts.front(), fresh.groups);
        const auto once_more = [&] { return run(e.parts.front(), fresh, forward, again); };
        if (least > 0) return once_more();
        if (e.lazy) return next(x) || once_more();
        return once_more() || next(x);
    }

    static void forget(const expression& e, captures& groups) {
        if (e.what == kind::group) groups[e.number].reset();
        for (const auto& part : e.parts) forget(part, groups);
    }

    bool reference(const expression& e, const state& x, bool forward, const continuation& next) {
        const auto& group = x.groups[e.number];
        if (!group) return next(x);
        const auto size = group->second - group->first;
        if (forward ? text_.size() - x.at < size : x.at < size) return false;
        const auto from = forward ? x.at : x.at - size;
        if (text_.compare(from, size, text_, group->first, size) != 0) return false;
        return next({forward ? x.at + size : from, x.groups});
    }

    bool look(const expression& e, const state& x, const continuation& next) {
        std::optional<state> found;
        run(e.parts.front(), x, e.what == kind::look_ahead, [&](const state& y) {
            found = y;
            return true;
        });
        if (e.negated) return !found && next(x);
        return found && next({x.at, found->groups});
    }

    const expression& whole_;
    std::size_t groups_ = 0;
    std::u32string text_;
    std::size_t steps_ = 0;
};
