#pragma once

#include <asyncapi/validation/pattern/expression.hpp>
#include <asyncapi/validation/pattern/fixed_length.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace asyncapi::validation::detail {

/// Finds what PCRE2 does not run as ECMA-262 says.
///
/// A look-behind must have a length. A back reference must not depend on what becomes of a group
/// when the repetition around it begins anew: ECMA-262 forgets it then, PCRE2 does not.
class exactness_check {
public:
    /// \return why the expression cannot be run exactly; empty when it can
    static std::string problem(const expression& whole) {
        exactness_check check;
        check.visit(whole);
        if (check.problem_.empty()) check.check_references();
        return check.problem_;
    }

private:
    using kind = expression::kind;

    struct step {
        const expression* at;
        std::size_t part;  // which of its parts the path goes into
    };
    using path = std::vector<step>;

    void visit(const expression& e) {
        if (e.what == kind::look_behind) check_length(e);
        if (e.what == kind::group) groups_[e.number] = here_;
        if (e.what == kind::back_reference) references_.push_back({&e, here_});
        here_.push_back({&e, 0});
        for (const auto& part : e.parts) {
            visit(part);
            ++here_.back().part;
        }
        here_.pop_back();
    }

    void check_length(const expression& e) {
        const auto& inner = e.parts.front();
        const bool fixed =
            inner.what == kind::choice
                ? std::ranges::all_of(
                      inner.parts, [](const auto& each) { return fixed_length(each).has_value(); })
                : fixed_length(inner).has_value();
        if (!fixed) fail("a look-behind of no fixed length", e);
    }

    void check_references() {
        for (const auto& [reference, to_reference] : references_) {
            const auto group = groups_.find(reference->number);
            if (group == groups_.end()) continue;
            if (!is_exact(group->second, to_reference, *reference))
                fail("a back reference to a group that a repetition or a look-behind changes",
                     *reference);
        }
    }

    static bool is_exact(const path& to_group, const path& to_reference, const expression& from) {
        const auto is_behind = [](const step& each) { return each.at->what == kind::look_behind; };
        if (std::ranges::any_of(to_group, is_behind)) return false;
        const auto is_inside_group = [&](const step& each) {
            return each.at->what == kind::group && each.at->number == from.number;
        };
        if (std::ranges::any_of(to_reference, is_inside_group)) return false;
        for (std::size_t i = 0; i < to_group.size(); ++i) {
            const auto& loop = *to_group[i].at;
            if (loop.what != kind::repeat) continue;
            const bool around_both = i < to_reference.size() && to_reference[i].at == &loop;
            const bool once = loop.most <= 1;
            if (around_both && !once && !sets_before(to_group, to_reference, i)) return false;
            if (around_both) continue;
            if (is_nullable(loop.parts.front())) return false;
            if (!once && !always_sets(to_group, i + 1)) return false;
        }
        return true;
    }

    // Whether every way through the path from here passes the group.
    static bool always_sets(const path& to_group, std::size_t from) {
        return std::all_of(to_group.begin() + static_cast<std::ptrdiff_t>(from), to_group.end(),
                           [](const step& each) {
                               const auto what = each.at->what;
                               return what == kind::sequence || what == kind::group ||
                                      (what == kind::repeat && each.at->least > 0) ||
                                      (what == kind::look_ahead && !each.at->negated);
                           });
    }

    // Whether the group is passed before the reference each time around a loop.
    static bool sets_before(const path& to_group, const path& to_reference, std::size_t loop) {
        auto fork = loop + 1;
        while (fork < to_group.size() && fork < to_reference.size() &&
               to_group[fork].at == to_reference[fork].at &&
               to_group[fork].part == to_reference[fork].part)
            ++fork;
        if (fork >= to_group.size() || fork >= to_reference.size()) return false;
        return to_group[fork].at == to_reference[fork].at &&
               to_group[fork].at->what == kind::sequence &&
               to_group[fork].part < to_reference[fork].part && always_sets(to_group, fork + 1);
    }

    void fail(const char* what, const expression& e) {
        if (problem_.empty())
            problem_ = what + std::string{" at character "} + std::to_string(e.at);
    }

    path here_;
    std::map<std::uint32_t, path> groups_;
    std::vector<std::pair<const expression*, path>> references_;
    std::string problem_;
};

}  // namespace asyncapi::validation::detail
