#pragma once

#include <asyncapi/validation/pattern/expression.hpp>

#include <cstddef>
#include <cstdint>

namespace asyncapi::validation::detail {

/// What an expression in normal form costs RapidJSON's regex, which follows every path through
/// optional parts anew: `(a?|b?){30}` takes 2^30 steps for a character.
///
/// Counted in floating point, which does not overflow.
class pattern_cost {
public:
    using kind = expression::kind;

    explicit pattern_cost(const expression& e, bool anchored_begin) {
        states_ = states(e);
        if (!affordable()) return;
        const double entry = enter(e, 1);
        steps_ = after_characters(e, 1) + (anchored_begin ? entry : entry * states_);
    }

    /// At most, for a character of text; about 5 ns each.
    std::size_t steps() const noexcept { return static_cast<std::size_t>(steps_); }

    bool affordable() const noexcept { return states_ <= 10'000 && steps_ <= 100'000; }

private:
    static double copies(const expression& e) {
        if (e.most != expression::no_limit) return e.most;
        return e.least == 0 ? 1 : e.least;
    }

    static double states(const expression& e) {
        double sum = e.what == kind::choice ? static_cast<double>(e.parts.size()) : 1;
        for (const auto& part : e.parts) sum += states(part);
        return e.what == kind::repeat ? sum * copies(e) : sum;
    }

    // Steps to add `e` to the states of the automaton, when adding what follows takes `next`.
    static double enter(const expression& e, double next) {
        switch (e.what) {
            case kind::sequence:
                for (auto part = e.parts.rbegin(); part != e.parts.rend(); ++part)
                    next = enter(*part, next);
                return next;
            case kind::choice: {
                double sum = static_cast<double>(e.parts.size());
                for (const auto& part : e.parts) sum += enter(part, next);
                return sum;
            }
            case kind::repeat:
                return each_copy(e, next, [](const expression&, double) {});
            default:
                return 1;
        }
    }

    // Steps that follow the characters of `e`, all together.
    static double after_characters(const expression& e, double next) {
        double sum = 0;
        switch (e.what) {
            case kind::sequence:
                for (auto part = e.parts.rbegin(); part != e.parts.rend(); ++part) {
                    sum += after_characters(*part, next);
                    next = enter(*part, next);
                }
                return sum;
            case kind::choice:
                for (const auto& part : e.parts) sum += after_characters(part, next);
                return sum;
            case kind::repeat:
                each_copy(e, next, [&](const expression& part, double rest) {
                    sum += after_characters(part, rest);
                });
                return sum;
            default:
                return next;
        }
    }

    // Goes through the copies from the last to the first, as the writer writes them: `aa(a(a)?)?`
    // or `aaa+`. `visit` gets the steps that follow each copy.
    template <class Visit>
    static double each_copy(const expression& e, const double next, Visit visit) {
        const auto& part = e.parts.front();
        double entry = next;
        if (e.most == expression::no_limit) {
            const double loop = 1 + next + enter(part, 0);
            visit(part, loop);
            entry = e.least == 0 ? loop : enter(part, loop);
        } else {
            for (auto i = e.least; i < e.most; ++i) {
                visit(part, entry);
                entry = 1 + enter(part, entry) + next;
            }
        }
        const auto plain = e.most == expression::no_limit && e.least > 0 ? e.least - 1 : e.least;
        for (std::uint32_t i = 0; i < plain; ++i) {
            visit(part, entry);
            entry = enter(part, entry);
        }
        return entry;
    }

    double states_ = 0;
    double steps_ = 0;
};

}  // namespace asyncapi::validation::detail
