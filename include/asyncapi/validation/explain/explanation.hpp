#pragma once

#include <asyncapi/error.hpp>
#include <asyncapi/validation/draft07/node.hpp>
#include <asyncapi/validation/json/pointer.hpp>
#include <asyncapi/validation/json/text.hpp>
#include <asyncapi/validation/schema.hpp>

#include <rapidjson/document.h>

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <variant>
#include <vector>

namespace asyncapi::validation::detail {

/// Holds an instance against the author's schema to say where they part. For instances that an
/// engine refused: slower than one, and of the same verdict.
///
/// Bounded: each schema meets each value once, and there is an end to steps, violations and text.
class explanation {
public:
    explicit explanation(report extent) : extent_{extent} {}

    /// Notes what is wrong with a value.
    ///
    /// \return whether the value satisfies the schema
    bool explain(const node& schema, const rapidjson::Value& value);

    /// The same without noting anything.
    bool holds(const node& schema, const rapidjson::Value& value) {
        const bool was_quiet = std::exchange(is_quiet_, true);
        const bool valid = explain(schema, value);
        is_quiet_ = was_quiet;
        return valid;
    }

    /// `explain` of a member or an item, named by `token`.
    template <class Token>
    bool explain_at(const Token& token, const node& schema, const rapidjson::Value& value) {
        path_.emplace_back(token);
        const bool valid = explain(schema, value);
        path_.pop_back();
        return valid;
    }

    /// Notes a violation of a keyword at the place in the instance that is being looked at.
    ///
    /// \param reason  called for the sentence when it is wanted
    /// \return false, for the verdict
    template <class Reason, class... Tokens>
    bool fail(const node& schema, std::string_view keyword, Reason reason,
              const Tokens&... schema_tokens) {
        if (is_quiet_ || is_over()) return false;
        note(joined(schema.location, keyword, schema_tokens...), keyword, reason());
        return false;
    }

    /// Notes that a keyword cannot be held against the value: no schema around it holds then, a
    /// `not` neither.
    template <class... Tokens>
    bool stop(const node& schema, std::string_view keyword, std::string reason,
              const Tokens&... schema_tokens) {
        if (!is_over())
            note(joined(schema.location, keyword, schema_tokens...), keyword, std::move(reason));
        is_stopped_ = true;
        steps_ = max_steps;
        return false;
    }

    template <class Token, class Reason, class... Tokens>
    bool fail_at(const Token& token, const node& schema, std::string_view keyword, Reason reason,
                 const Tokens&... schema_tokens) {
        path_.emplace_back(token);
        fail(schema, keyword, reason, schema_tokens...);
        path_.pop_back();
        return false;
    }

    /// Whether nothing more is to be learned once the verdict is `valid`.
    bool is_enough(bool valid) const noexcept { return !valid && (is_quiet_ || is_over()); }

    /// The first violation of one alternative, found without noting it here.
    violation first_of(const node& alternative, const rapidjson::Value& value) {
        if (nesting_ == max_nesting) return {};
        explanation inner{report::first};
        inner.nesting_ = nesting_ + 1;
        inner.level_ = level_;
        inner.steps_ = steps_;
        inner.explain(alternative, value);
        steps_ = inner.steps_;
        is_stopped_ = is_stopped_ || inner.is_stopped_;
        return inner.violations_.empty() ? violation{} : std::move(inner.violations_.front());
    }

    /// Counts work that grows with more than the values that are looked at.
    void spend(std::size_t steps) noexcept { steps_ += steps; }

    bool is_quiet() const noexcept { return is_quiet_; }
    bool is_exhausted() const noexcept { return steps_ >= max_steps; }
    std::vector<violation>& violations() noexcept { return violations_; }

private:
    static constexpr std::size_t max_steps = 1'000'000;
    // Of calls inside one another: the engines go 2,048 schemas deep.
    static constexpr int max_level = 2'100;
    static constexpr int max_nesting = 3;
    static constexpr std::size_t max_violations = 1'000;
    static constexpr std::size_t max_bytes = 1U << 20U;

    using meeting = std::pair<const node*, const rapidjson::Value*>;
    struct meeting_hash {
        std::size_t operator()(const meeting& of) const noexcept {
            const auto first = std::hash<const void*>{}(of.first);
            return first * 0x9E3779B97F4A7C15U ^ std::hash<const void*>{}(of.second);
        }
    };
    struct verdict {
        bool is_known = false;
        bool is_valid = false;
        bool is_explained = false;
    };

    bool is_over() const noexcept {
        if (violations_.empty()) return is_exhausted();
        return extent_ == report::first || violations_.size() >= max_violations ||
               bytes_ >= max_bytes || is_exhausted();
    }
    bool keywords(const node& schema, const rapidjson::Value& value);

    void note(std::string schema_pointer, std::string_view keyword, std::string reason) {
        violation found;
        for (const auto& token : path_)
            std::visit([&](const auto& each) { append_token(found.pointer, each); }, token);
        found.keyword = keyword;
        found.schema_pointer = std::move(schema_pointer);
        found.reason = std::move(reason);
        bytes_ += found.pointer.size() + found.schema_pointer.size() + found.reason.size();
        violations_.push_back(std::move(found));
    }

    report extent_;
    bool is_quiet_ = false;
    bool is_stopped_ = false;
    int nesting_ = 0;  // of explanations that `first_of` makes
    int level_ = 0;
    std::size_t steps_ = 0;
    std::size_t bytes_ = 0;
    std::vector<std::variant<std::string_view, std::size_t>> path_;
    std::vector<violation> violations_;
    std::unordered_map<meeting, verdict, meeting_hash> verdicts_;
};

}  // namespace asyncapi::validation::detail
