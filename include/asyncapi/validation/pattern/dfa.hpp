#pragma once

#include <asyncapi/validation/pattern/automaton.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <string_view>
#include <utility>
#include <vector>

namespace asyncapi::validation::detail {

/// A regular expression as a deterministic automaton over the bytes of UTF-8: a text costs a look
/// into a table a byte, whatever the expression.
class dfa {
public:
    bool matches(std::string_view text) const noexcept {
        std::size_t at = start_;
        for (const char c : text) {
            at = next_[at + class_of_[static_cast<unsigned char>(c)]];
            if (at <= accepted_) return at == accepted_;
        }
        return next_[at + end_] == accepted_;
    }

private:
    friend class dfa_builder;

    // A row a state: where each class of bytes leads, and the end of the text, as starts of rows.
    // The first two states are final: refused, accepted.
    std::vector<std::uint16_t> next_;
    std::size_t accepted_ = 0;
    std::size_t start_ = 0;
    std::size_t end_ = 0;  // class of the end of the text
    std::array<std::uint8_t, 256> class_of_{};
};

/// Makes all states of a `dfa` at once.
class dfa_builder {
public:
    /// \return nullptr when it would be too large, or take too long to make
    static std::unique_ptr<const dfa> build(const expression& e) {
        const auto nfa = automaton::of(e);
        if (!nfa) return nullptr;
        dfa_builder builder{*nfa};
        if (!builder.run()) return nullptr;
        return std::move(builder.made_);
    }

private:
    using index = automaton::index;
    using kind = automaton::state::kind;
    using state_set = std::vector<index>;  // sorted, without splits

    static constexpr std::size_t max_states = 1'000;
    static constexpr std::size_t max_table = 65'535;  // entries, of 16 bits
    static constexpr std::size_t max_steps = 1'000'000;

    explicit dfa_builder(const automaton& nfa)
        : nfa_{nfa}, seen_(nfa.states().size(), 0), made_{std::make_unique<dfa>()} {}

    bool run() {
        classify();
        add_state({}, false);
        add_state({}, false);
        made_->accepted_ = row_of(1);
        const auto start = closure({nfa_.start()}, true, false);
        if (accepts_now(start)) {
            made_->start_ = made_->accepted_;
            return true;
        }
        made_->start_ = row_of(add_state(start, true));
        restart_ = closure({nfa_.start()}, false, false);
        for (std::size_t state = 2; state < sets_.size(); ++state) {
            for (std::size_t c = 0; c < representatives_.size(); ++c) {
                const auto target = step(state, representatives_[c]);
                if (steps_ > max_steps || sets_.size() > max_states ||
                    row_of(sets_.size()) > max_table)
                    return false;
                made_->next_[row_of(state) + c] = static_cast<std::uint16_t>(row_of(target));
            }
        }
        return true;
    }

    std::size_t row_of(std::size_t state) const { return state * (representatives_.size() + 1); }

    // Bytes that no range tells apart are one class.
    void classify() {
        std::array<bool, 257> begins{};
        begins[0] = true;
        for (const auto& each : nfa_.states()) {
            if (each.what != kind::byte) continue;
            begins[each.bytes.first] = true;
            begins[each.bytes.last + 1U] = true;
        }
        for (unsigned byte = 0; byte < 256; ++byte) {
            if (begins[byte]) representatives_.push_back(static_cast<unsigned char>(byte));
            made_->class_of_[byte] = static_cast<std::uint8_t>(representatives_.size() - 1);
        }
        made_->end_ = representatives_.size();
    }

    // Of the states, only the first has `is_start`. A new state leads to itself: right for the
    // final ones, filled in for the others.
    std::size_t add_state(const state_set& set, bool is_start) {
        const auto row = made_->next_.size();
        made_->next_.resize(row + row_of(1), static_cast<std::uint16_t>(row));
        if (!set.empty())
            made_->next_.back() = static_cast<std::uint16_t>(
                accepts_now(closure(set, is_start, true)) ? made_->accepted_ : 0);
        sets_.push_back(set);
        return sets_.size() - 1;
    }

    std::size_t step(std::size_t from, unsigned char byte) {
        state_set targets;
        for (const auto at : sets_[from]) {
            const auto& each = nfa_.states()[at];
            if (each.what == kind::byte && each.bytes.first <= byte && byte <= each.bytes.last)
                targets.push_back(each.next);
        }
        steps_ += sets_[from].size() + 1;
        auto reached = closure(targets, false, false);
        merge_restart(reached);
        if (accepts_now(reached)) return 1;
        if (reached.empty()) return 0;
        const auto known = known_.find(reached);
        if (known != known_.end()) return known->second;
        const auto made = add_state(reached, false);
        known_.emplace(std::move(reached), made);
        return made;
    }

    // A match may start anywhere.
    void merge_restart(state_set& set) {
        const auto middle = static_cast<std::ptrdiff_t>(set.size());
        set.insert(set.end(), restart_.begin(), restart_.end());
        std::inplace_merge(set.begin(), set.begin() + middle, set.end());
        set.erase(std::unique(set.begin(), set.end()), set.end());
        steps_ += set.size();
    }

    // All states that are reached without a byte.
    state_set closure(state_set open, bool at_begin, bool at_end) {
        state_set closed;
        ++generation_;
        while (!open.empty()) {
            const auto at = open.back();
            open.pop_back();
            if (std::exchange(seen_[at], generation_) == generation_) continue;
            ++steps_;
            const auto& each = nfa_.states()[at];
            const bool passes = each.what == kind::split ||
                                (each.what == kind::begin && at_begin) ||
                                (each.what == kind::end && at_end);
            if (passes) open.push_back(each.next);
            if (each.what == kind::split) open.push_back(each.other);
            if (each.what != kind::split && (at_begin || each.what != kind::begin))
                closed.push_back(at);
        }
        std::ranges::sort(closed);
        return closed;
    }

    bool accepts_now(const state_set& set) const {
        return std::ranges::any_of(
            set, [&](index at) { return nfa_.states()[at].what == kind::accept; });
    }

    const automaton& nfa_;
    std::vector<unsigned> seen_;
    unsigned generation_ = 0;
    std::size_t steps_ = 0;
    std::vector<unsigned char> representatives_;
    std::vector<state_set> sets_;  // of each state
    std::map<state_set, std::size_t> known_;
    state_set restart_;
    std::unique_ptr<dfa> made_;
};

}  // namespace asyncapi::validation::detail
