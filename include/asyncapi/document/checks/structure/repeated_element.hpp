#pragma once

#include <asyncapi/document/checks/rule.hpp>
#include <asyncapi/document/checks/walk.hpp>

#include <algorithm>
#include <map>
#include <string>
#include <utility>

namespace asyncapi::checks {

namespace detail {

// Tags are the same when their names are, other elements when they are equal.
inline std::string identity_of(run& asking, const site& list, const rapidjson::Value& element) {
    if (element.IsString()) return "s" + std::string{validation::detail::text_of(element)};
    if (!element.IsObject()) return {};
    const auto target = asking.document().resolve({list.source, &element, {}});
    if (!target) return {};
    const auto name = target->member("name");
    const bool is_tag = list.is->of->object != nullptr && name && name->IsString();
    if (is_tag) return "t" + std::string{validation::detail::text_of(*name)};
    return "v" + std::to_string(reinterpret_cast<std::uintptr_t>(target->value));
}

inline void find_repeated_elements(run& asking, const site& at) {
    const auto* is = fitting(*at.is, *at);
    if (is == nullptr || !is->is_distinct || !at->IsArray()) return;
    std::map<std::string, std::size_t> seen;
    for (rapidjson::SizeType i = 0; i < at->Size(); ++i) {
        auto identity = identity_of(asking, at, (*at)[i]);
        if (identity.empty()) continue;
        const auto [first, is_new] = seen.emplace(std::move(identity), i);
        if (is_new) continue;
        const auto shown = first->first[0] == 'v'
                               ? "this element"
                               : validation::detail::quoted(first->first.substr(1));
        asking.report(
            {at.source, &(*at)[i], nullptr, i, &at},
            shown + " is in the list twice, first as element " + std::to_string(first->second));
    }
}

}  // namespace detail

inline constexpr rule repeated_element{
    .code = "repeated-element",
    .summary = "A list of tags, names or references has none of them twice.",
    .specification = "AsyncAPI Object, tags: \"Each tag name in the list MUST be unique\"",
    .on_value = detail::find_repeated_elements};

}  // namespace asyncapi::checks
