#pragma once

#include <asyncapi/document/checks/nearest_name.hpp>
#include <asyncapi/document/checks/rule.hpp>
#include <asyncapi/document/checks/walk.hpp>

#include <algorithm>
#include <cstddef>
#include <string>

namespace asyncapi::checks {

namespace detail {

inline void find_wrong_text(run& asking, const site& at, const grammar::shape& is) {
    const auto text = validation::detail::text_of(*at);
    if (asyncapi::detail::utf8_size(text) > is.max_length)
        asking.report(at, validation::detail::quoted(at.key()) + " is longer than " +
                              std::to_string(is.max_length) + " characters");
    if (is.choices.empty() || std::ranges::find(is.choices, text) != is.choices.end()) return;
    std::string message = validation::detail::quoted(text) + " is none of ";
    for (std::size_t i = 0; i < is.choices.size(); ++i) {
        if (i > 0) message += i + 1 == is.choices.size() ? " and " : ", ";
        message += is.choices[i];
    }
    if (const auto near = nearest_name(text, is.choices); !near.empty())
        message += ": is " + validation::detail::quoted(near) + " meant?";
    asking.report(at, std::move(message));
}

inline void find_wrong_value(run& asking, const site& at) {
    const auto* is = fitting(*at.is, *at);
    if (is == nullptr) return;
    if (at->IsString()) return find_wrong_text(asking, at, *is);
    if (!at->IsNumber()) return;
    const auto number = at->GetDouble();
    const auto shown = validation::detail::value_text(*at);
    const auto limit = [](double of) {
        return validation::detail::value_text(rapidjson::Value{static_cast<std::int64_t>(of)});
    };
    if (number < is->least)
        asking.report(at, shown + " is less than " + limit(is->least));
    else if (number <= is->above)
        asking.report(at, shown + " is not more than " + limit(is->above));
    else if (number > is->most)
        asking.report(at, shown + " is more than " + limit(is->most));
}

}  // namespace detail

inline constexpr rule wrong_value{
    .code = "wrong-value",
    .summary = "A value is one of those that the specification allows there.",
    .specification =
        "Every object's table of fixed fields: \"Valid values are\", \"MUST be either\"",
    .on_value = detail::find_wrong_value};

}  // namespace asyncapi::checks
