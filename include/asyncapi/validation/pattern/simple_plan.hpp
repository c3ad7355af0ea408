#pragma once

#include <asyncapi/validation/pattern/simple_steps.hpp>

#include <cstddef>
#include <cstdint>

namespace asyncapi::validation::detail {

/// In which order steps are to be taken so that each takes all it can and never gives back.
///
/// From the begin, that is right for a step whose count is fixed or after which none of its own
/// characters can come; from the end likewise. One step between the two takes what is left.
class simple_plan {
public:
    std::size_t forward = 0;   ///< steps from the begin
    std::size_t backward = 0;  ///< first of the steps from the end
    bool is_search = false;    ///< the only step may be anywhere
    bool is_exact = false;     ///< there is such an order

    /// \param steps  without what need not match, when this returns
    constexpr static simple_plan of(simple_steps& steps, simple_sets sets) {
        simple_plan made;
        trim(steps, sets);
        make_blocks(steps);
        const auto size = steps.size;
        if (!steps.to_begin && !steps.to_end && size > 0) {
            made.is_search = made.is_exact = size == 1;
            return made;
        }
        made.backward = size;
        if (steps.to_begin)
            while (made.forward < size && ends_clear(steps, sets, made.forward)) ++made.forward;
        if (steps.to_end)
            while (made.backward > made.forward && begins_clear(steps, sets, made.backward - 1))
                --made.backward;
        const auto between = made.backward - made.forward;
        made.is_exact = between == 0 || (between == 1 && steps.to_begin && steps.to_end);
        return made;
    }

private:
    // Where the text may go on, the last step need not match more often than it must.
    static constexpr void trim(simple_steps& steps, simple_sets& sets) {
        auto& list = steps.steps;
        while (!steps.to_end && steps.size > 0) {
            auto& last = list[steps.size - 1];
            last.most = last.least;
            if (last.least > 0) break;
            --steps.size;
        }
        std::size_t first = 0;
        while (!steps.to_begin && first < steps.size) {
            list[first].most = list[first].least;
            if (list[first].least > 0) break;
            ++first;
        }
        if (first > 0) {
            for (auto i = first; i < steps.size; ++i) {
                list[i - first] = list[i];
                sets[i - first] = sets[i];
            }
            for (auto& each : steps.members) each = static_cast<std::uint16_t>(each >> first);
            steps.size -= first;
        }
        if (steps.size == 0 && !steps.to_begin) steps.to_end = false;
    }

    // Where every character is one byte and is counted beforehand, bytes are compared in one loop.
    static constexpr void make_blocks(simple_steps& steps) {
        std::size_t used = 0;
        for (std::size_t first = 0; first < steps.size;) {
            const auto start = used;
            auto last = first;
            for (; last < steps.size; ++last) {
                const auto& each = steps.steps[last];
                if (!is_fixed(each) || each.wide || used + each.least > steps.positions.size())
                    break;
                for (std::uint32_t i = 0; i < each.least; ++i)
                    steps.positions[used++] = static_cast<std::uint16_t>(1U << last);
            }
            steps.steps[first].block_steps = static_cast<std::uint8_t>(last - first);
            steps.steps[first].block_first = static_cast<std::uint8_t>(start);
            steps.steps[first].block_size = static_cast<std::uint8_t>(used - start);
            first = last == first ? first + 1 : last;
        }
    }

    static constexpr bool is_fixed(const simple_steps::step& step) {
        return step.least == step.most;
    }

    static constexpr bool ends_clear(const simple_steps& steps, const simple_sets& sets,
                                     std::size_t i) {
        if (is_fixed(steps.steps[i])) return true;
        for (auto next = i + 1; next < steps.size; ++next) {
            if (sets[i].meets(sets[next])) return false;
            if (steps.steps[next].least > 0) return true;
        }
        return true;
    }

    static constexpr bool begins_clear(const simple_steps& steps, const simple_sets& sets,
                                       std::size_t i) {
        if (is_fixed(steps.steps[i])) return true;
        for (auto before = i; before > 0; --before) {
            if (sets[i].meets(sets[before - 1])) return false;
            if (steps.steps[before - 1].least > 0) return true;
        }
        return true;
    }
};

}  // namespace asyncapi::validation::detail
