#pragma once

#include <asyncapi/document/checks/fitting.hpp>
#include <asyncapi/document/checks/rule.hpp>
#include <asyncapi/document/checks/text_forms.hpp>

#include <string>
#include <string_view>

namespace asyncapi::checks {

namespace detail {

inline std::string no_pattern(std::string_view text) {
    return validation::detail::quoted(text, 80) + " is no regular expression of ECMA-262";
}

inline void find_wrong_pattern(run& asking, const site& at) {
    const auto* is = fitting(*at.is, *at);
    if (is == nullptr) return;
    if (at->IsString() && is->form == grammar::text_form::regex) {
        const auto text = validation::detail::text_of(*at);
        if (!has_form(text, is->form)) asking.report(at, no_pattern(text));
    }
    if (is->is != grammar::shape::kind::map || is->keys != grammar::key_form::regex) return;
    for (const auto& member : at->GetObject()) {
        const auto key = validation::detail::text_of(member.name);
        if (!has_form(key, grammar::text_form::regex))
            asking.report_name({at.source, &member.value, &member.name, 0, &at}, no_pattern(key));
    }
}

}  // namespace detail

inline constexpr rule wrong_pattern{
    .code = "wrong-pattern",
    .summary = "Patterns in schemas are regular expressions.",
    .specification =
        "JSON Schema Validation, draft-07, 6.3.3: \"This string SHOULD be a valid "
        "regular expression, according to the ECMA 262 regular expression dialect\"",
    .on_value = detail::find_wrong_pattern};

}  // namespace asyncapi::checks
