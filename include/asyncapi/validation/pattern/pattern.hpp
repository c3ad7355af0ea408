#pragma once

#include <asyncapi/validation/pattern/branches.hpp>
#include <asyncapi/validation/pattern/cost.hpp>
#include <asyncapi/validation/pattern/normal_form.hpp>
#include <asyncapi/validation/pattern/parser.hpp>
#include <asyncapi/validation/rapidjson/encoding.hpp>
#include <asyncapi/validation/rapidjson/metered_regex.hpp>
#include <asyncapi/validation/rapidjson/regex_writer.hpp>

#include <rapidjson/internal/regex.h>

#include <algorithm>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace asyncapi::validation::detail {

/// A `pattern`, translated into regular expressions that RapidJSON reads exactly, each with its
/// price. A text matches when it matches one of them; when there is none, no text does.
class pattern {
public:
    using regex = rapidjson::internal::GenericRegex<safe_utf8>;

    /// \param problem  why the pattern cannot be enforced, when it cannot
    static std::optional<std::vector<std::string>> translate(std::string_view source,
                                                             std::string& problem) {
        pattern_parser parser{source};
        const auto whole = parser.parse();
        if (!whole) return problem = parser.problem(), std::nullopt;
        branch_splitter splitter;
        const auto branches = splitter.split(*whole);
        if (!branches) return problem = splitter.problem(), std::nullopt;
        std::vector<std::string> texts;
        for (auto part : *branches) {
            part.body = normaliser::normal(std::move(part.body));
            if (part.body.is_impossible()) continue;
            if (!(part.begin && part.end) && is_nullable(part.body)) part = any_text();
            const pattern_cost cost{part.body, part.begin};
            if (!cost.affordable())
                return problem = "it is too large or too ambiguous to run", std::nullopt;
            texts.push_back(std::to_string(cost.steps()) + ':' + regex_writer::write(part));
        }
        std::ranges::sort(texts);
        texts.erase(std::unique(texts.begin(), texts.end()), texts.end());
        return texts;
    }

    /// \param texts  what `translate` gave for `source`
    pattern(std::string_view source, std::vector<std::string> texts)
        : source_{source}, texts_{std::move(texts)} {
        for (const auto& text : texts_) regexes_.emplace_back(text.c_str());
    }

    const std::string& source() const noexcept { return source_; }
    const std::vector<std::string>& texts() const noexcept { return texts_; }

    /// Whether RapidJSON reads all of the translation; true unless the translation is wrong.
    bool is_valid() const {
        return std::ranges::all_of(regexes_, [](const regex& each) { return each.IsValid(); });
    }

    /// One thread at a time: RapidJSON's regexes keep their state inside.
    bool matches(std::string_view text) const {
        const auto safe = to_safe_utf8(text);
        return std::ranges::any_of(regexes_,
                                   [&](const regex& each) { return each.Search(safe.c_str()); });
    }

private:
    static branch any_text() {
        return {true,
                expression::repeated(expression::character(code_points::all()), 0,
                                     expression::no_limit),
                true};
    }

    std::string source_;
    std::vector<std::string> texts_;
    std::deque<regex> regexes_;
};

}  // namespace asyncapi::validation::detail
