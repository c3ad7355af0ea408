#pragma once

#include <asyncapi/validation/pattern/automaton.hpp>
#include <asyncapi/validation/pattern/dfa.hpp>
#include <asyncapi/validation/pattern/exactness.hpp>
#include <asyncapi/validation/pattern/expression.hpp>
#include <asyncapi/validation/pattern/match.hpp>
#include <asyncapi/validation/pattern/pcre2_program.hpp>
#include <asyncapi/validation/pattern/pcre2_writer.hpp>

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace asyncapi::validation::detail {

/// Runs an expression: an automaton of our own where there is one, of any text in one pass; PCRE2
/// for the rest. Built when it first runs, by the thread that comes first; the others wait.
class pattern_engine {
public:
    /// \return nullptr when it cannot be run exactly; `problem` says why
    static std::unique_ptr<const pattern_engine> make(expression what, std::string& problem) {
        problem = exactness_check::problem(what);
        if (!problem.empty()) return nullptr;
        auto made = std::make_unique<pattern_engine>();
        made->is_regular_ = is_regular(what);
        // PCRE2 is asked at once only where it may refuse.
        if (!made->is_regular_ || size_of(what) > certain_size) {
            made->pcre2_ = pcre2_program::compile(pcre2_writer::write(what), problem);
            if (!made->pcre2_) return nullptr;
        }
        made->what_ = std::move(what);
        return made;
    }

    match run(std::string_view text) const {
        if (!is_built_.load(std::memory_order_acquire)) build();
        if (dfa_) return dfa_->matches(text) ? match::yes : match::no;
        return pcre2_ ? pcre2_->run(text) : match::exhausted;
    }

    /// Whether its work may grow faster than the text; known once it has run.
    bool may_backtrack() const noexcept {
        return is_built_.load(std::memory_order_acquire) && pcre2_ != nullptr;
    }

private:
    static constexpr std::size_t certain_size = 500;  // far from what PCRE2 can hold

    // About how much room PCRE2 takes for it: copies of a repeated part and ranges count.
    static std::size_t size_of(const expression& e) {
        constexpr std::size_t ceiling = 1'000'000;
        std::size_t size = 1 + e.set.ranges().size() / 4;
        for (const auto& part : e.parts) size = std::min(size + size_of(part), ceiling);
        if (e.what != expression::kind::repeat) return size;
        const std::size_t copies = e.most == expression::no_limit ? e.least : e.most;
        return copies == 0 ? size : std::min(copies, ceiling) * size;
    }

    void build() const {
        std::call_once(once_, [this] {
            if (is_regular_) dfa_ = dfa_builder::build(what_);
            std::string problem;
            if (!dfa_ && !pcre2_)
                pcre2_ = pcre2_program::compile(pcre2_writer::write(what_), problem);
            if (dfa_) pcre2_.reset();
            if (pcre2_) pcre2_->prepare();
            what_ = {};
            is_built_.store(true, std::memory_order_release);
        });
    }

    bool is_regular_ = false;
    mutable std::once_flag once_;
    mutable std::atomic<bool> is_built_ = false;
    mutable expression what_;
    mutable std::unique_ptr<const dfa> dfa_;
    mutable std::unique_ptr<pcre2_program> pcre2_;
};

}  // namespace asyncapi::validation::detail
