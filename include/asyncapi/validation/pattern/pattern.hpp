#pragma once

#include <asyncapi/validation/pattern/match.hpp>
#include <asyncapi/validation/pattern/parser.hpp>
#include <asyncapi/validation/pattern/pattern_engine.hpp>
#include <asyncapi/validation/pattern/simple_pattern.hpp>

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace asyncapi::validation::detail {

/// A `pattern` of JSON Schema: a regular expression of ECMA-262 that may match anywhere in a text.
/// Immutable, for any number of threads.
class pattern {
public:
    /// Reads a pattern without making ready to run it, which the first `run` does.
    ///
    /// \param problem  why it cannot be enforced, when it cannot: with the character at fault
    static std::optional<pattern> read(std::string_view source, std::string& problem) {
        pattern made{source};
        if (made.simple_) return made;
        pattern_parser parser{source};
        auto whole = parser.parse();
        if (!whole) return problem = parser.problem(), std::nullopt;
        made.engine_ = pattern_engine::make(std::move(*whole), problem);
        if (!made.engine_) return std::nullopt;
        return made;
    }

    /// \param utf8  well-formed; on anything else a verdict has no meaning
    match run(std::string_view utf8) const {
        if (simple_) return simple_->matches(utf8) ? match::yes : match::no;
        return engine_->run(utf8);
    }

    /// Whether the work of `run` may grow faster than the text; known once it has run.
    bool may_backtrack() const noexcept { return engine_ && engine_->may_backtrack(); }

    const std::string& source() const noexcept { return source_; }

    /// What the pattern is, when it is as simple as that; else nullptr.
    const simple_pattern* simple() const noexcept { return simple_ ? &*simple_ : nullptr; }

private:
    explicit pattern(std::string_view source)
        : source_{source}, simple_{simple_pattern::read(source)} {}

    std::string source_;
    std::optional<simple_pattern> simple_;
    std::unique_ptr<const pattern_engine> engine_;
};

}  // namespace asyncapi::validation::detail
