#pragma once

#include <asyncapi/document/checks/rule.hpp>
#include <asyncapi/document/checks/walk.hpp>
#include <asyncapi/validation/pattern/pattern.hpp>

#include <algorithm>
#include <string>
#include <string_view>

namespace asyncapi::checks {

namespace detail {

inline bool has_form(std::string_view key, grammar::key_form form) {
    const auto is_letter = [form](char c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
               c == '_' || c == '-' || (c == '.' && form == grammar::key_form::component);
    };
    return !key.empty() && std::ranges::all_of(key, is_letter);
}

inline void find_wrong_keys(run& asking, const site& at) {
    using grammar::key_form;
    const auto* is = fitting(*at.is, *at);
    if (is == nullptr || is->is != grammar::shape::kind::map) return;
    if (is->keys != key_form::name && is->keys != key_form::component) return;
    for (const auto& member : at->GetObject()) {
        const auto key = validation::detail::text_of(member.name);
        if (has_form(key, is->keys)) continue;
        asking.report_name(
            {at.source, &member.value, &member.name, 0, &at},
            "the name " + validation::detail::quoted(key) + " may only have letters, digits, " +
                (is->keys == key_form::component ? "'.', '-' and '_'" : "'-' and '_'"));
    }
}

}  // namespace detail

inline constexpr rule wrong_key{
    .code = "wrong-key",
    .summary = "Names of servers, parameters, variables and components have the letters allowed.",
    .specification =
        "Components Object: \"All the fixed fields declared above are objects that "
        "MUST use keys that match the regular expression: ^[a-zA-Z0-9\\.\\-_]+$\"",
    .on_value = detail::find_wrong_keys};

}  // namespace asyncapi::checks
