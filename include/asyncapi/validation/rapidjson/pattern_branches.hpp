#pragma once

#include <asyncapi/validation/pattern/expression.hpp>

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace asyncapi::validation::detail {

/// A part of a choice at the top of an expression, with its anchors taken out.
struct branch {
    bool begin = false;  ///< starts where the text does
    expression body;     ///< without anchors
    bool end = false;    ///< ends where the text does
};

/// RapidJSON's regex takes an anchor anywhere for one of the whole expression. Here anchors are
/// moved to where that is what they mean: `(^a|b)c` is `^ac` or `bc`.
class branch_splitter {
public:
    /// \return at most four branches, of different anchors; nullopt when there is a `problem()`
    std::optional<std::vector<branch>> split(const expression& e) {
        auto all = pieces(e);
        if (!problem_.empty()) return std::nullopt;
        return all;
    }

    const std::string& problem() const noexcept { return problem_; }

private:
    using branches = std::vector<branch>;
    static constexpr std::size_t max_copied = 50'000;  // parts of expressions

    branches pieces(const expression& e) {
        if (!has_anchor(e)) return {branch{false, e, false}};
        switch (e.what) {
            case expression::kind::begin:
                return {branch{true, {}, false}};
            case expression::kind::end:
                return {branch{false, {}, true}};
            case expression::kind::choice:
                return of_choice(e);
            case expression::kind::sequence:
                return of_sequence(e);
            default:
                problem_ = "an anchor inside a repetition";
                return {};
        }
    }

    branches of_choice(const expression& e) {
        branches all;
        for (const auto& part : e.parts)
            for (auto& piece : pieces(part)) add(all, std::move(piece));
        return all;
    }

    branches of_sequence(const expression& e) {
        branches all{branch{}};
        for (auto part = e.parts.begin(); part != e.parts.end();) {
            const auto plain = std::find_if(part, e.parts.end(), has_anchor);
            const auto right = plain == part ? pieces(*part++) : branches{run(part, plain)};
            part = std::max(part, plain);
            branches next;
            for (const auto& left : all)
                for (const auto& piece : right)
                    if (auto joined = join(left, piece)) add(next, std::move(*joined));
            all = std::move(next);
        }
        return all;
    }

    using iterator = std::vector<expression>::const_iterator;

    static branch run(iterator begin, iterator end) {
        return {false, {expression::kind::sequence, {}, {begin, end}}, false};
    }

    void add(branches& all, branch piece) {
        copied_ += size_of(piece.body);
        if (copied_ > max_copied) problem_ = "too many anchors";
        if (!problem_.empty()) return;
        const auto twin = std::ranges::find_if(all, [&](const branch& each) {
            return each.begin == piece.begin && each.end == piece.end;
        });
        if (twin == all.end()) {
            all.push_back(std::move(piece));
        } else if (twin->body.what == expression::kind::choice) {
            twin->body.parts.push_back(std::move(piece.body));
        } else {
            expression either{expression::kind::choice};
            either.parts.push_back(std::move(twin->body));
            either.parts.push_back(std::move(piece.body));
            twin->body = std::move(either);
        }
    }

    static std::size_t size_of(const expression& e) {
        std::size_t size = 1;
        for (const auto& part : e.parts) size += size_of(part);
        return size;
    }

    // What stands before `^` or after `$` can only be the empty text.
    static std::optional<branch> join(const branch& left, const branch& right) {
        if (left.end && !is_nullable(right.body)) return std::nullopt;
        if (right.begin && !is_nullable(left.body)) return std::nullopt;
        if (left.end && right.begin) return branch{true, {}, true};
        if (left.end) return left;
        if (right.begin) return branch{true, right.body, right.end};
        return branch{left.begin, chain(left.body, right.body), right.end};
    }

    static expression chain(const expression& left, const expression& right) {
        if (left.what == expression::kind::nothing) return right;
        if (right.what == expression::kind::nothing) return left;
        return {expression::kind::sequence, {}, {left, right}};
    }

    std::size_t copied_ = 0;
    std::string problem_;
};

}  // namespace asyncapi::validation::detail
