#pragma once

#include <asyncapi/document/checks/nearest_name.hpp>
#include <asyncapi/document/checks/rule.hpp>
#include <asyncapi/document/grammar/bindings.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace asyncapi::checks {

namespace detail {

inline void find_unknown_protocols(run& asking, const site& at) {
    if (at.is->is != grammar::shape::kind::bindings || !at->IsObject()) return;
    for (const auto& member : at->GetObject()) {
        if (asking.is_full()) return;
        const auto name = validation::detail::text_of(member.name);
        if (name.starts_with("x-") || grammar::find_protocol(name) != nullptr) continue;
        std::vector<std::string_view> names;
        for (const auto* each : grammar::protocols) names.push_back(each->name);
        auto text = "there is no binding " + validation::detail::quoted(name);
        if (const auto near = nearest_name(name, names); !near.empty())
            text += ": is " + validation::detail::quoted(near) + " meant?";
        const site inner{at.source, &member.value, &member.name, 0, &at};
        // Version 2 has no word against bindings of one's own, version 3 closes its objects.
        if (asking.version().major == 2)
            asking.warn_of_name(inner, std::move(text));
        else
            asking.report_name(inner, std::move(text));
    }
}

}  // namespace detail

inline constexpr rule unknown_protocol{
    .code = "unknown-protocol",
    .summary = "A Bindings Object names protocols that have bindings.",
    .specification = "Server, Channel, Operation and Message Bindings Object: fixed fields",
    .on_value = detail::find_unknown_protocols};

}  // namespace asyncapi::checks
