#pragma once

#include <asyncapi/validation/pattern/parser.hpp>
#include <asyncapi/validation/rapidjson/pattern_branches.hpp>
#include <asyncapi/validation/rapidjson/pattern_cost.hpp>
#include <asyncapi/validation/rapidjson/pattern_normal_form.hpp>
#include <asyncapi/validation/rapidjson/pattern_plain.hpp>
#include <asyncapi/validation/rapidjson/regex_writer.hpp>

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace asyncapi::validation::detail {

/// What a `branch` becomes that the empty text at any place satisfies.
inline branch any_text() {
    return {
        true,
        expression::repeated(expression::character(code_points::all()), 0, expression::no_limit),
        true};
}

/// Translates a pattern into regular expressions that RapidJSON runs exactly, each with its price
/// in front, as `metered_regex` takes them. A text matches the pattern when it matches one of them;
/// when there is none, no text does.
///
/// \param problem  why the pattern cannot be translated, when it cannot
inline std::optional<std::vector<std::string>> translated_pattern(std::string_view source,
                                                                  std::string& problem) {
    pattern_parser parser{source};
    auto whole = parser.parse();
    if (!whole) return problem = parser.problem(), std::nullopt;
    problem = without_groups(*whole);
    if (!problem.empty()) return std::nullopt;
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

}  // namespace asyncapi::validation::detail
