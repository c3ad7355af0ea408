#pragma once

#include <asyncapi/document/checks/binding_choice.hpp>
#include <asyncapi/document/checks/rule.hpp>

#include <string>
#include <string_view>

namespace asyncapi::checks {

namespace detail {

inline void find_unknown_binding_versions(run& asking, const site& at) {
    if (at.is->is != grammar::shape::kind::bindings || !at->IsObject()) return;
    for (const auto& member : at->GetObject()) {
        const auto* protocol = grammar::find_protocol(validation::detail::text_of(member.name));
        const auto version = version_of_binding(member.value);
        if (protocol == nullptr || version.empty() || grammar::has_version(*protocol, version))
            continue;
        asking.report_inside({at.source, &member.value, &member.name, 0, &at}, "/bindingVersion",
                             validation::detail::quoted(version) +
                                 " is no version of the binding " + std::string{protocol->name} +
                                 " that is known here: it is judged as " +
                                 std::string{protocol->versions.front()});
    }
}

}  // namespace detail

inline constexpr rule unknown_binding_version{
    .code = "unknown-binding-version",
    .level = severity::warning,
    .summary = "A binding's version is one that there is.",
    .specification =
        "Every binding, bindingVersion: \"The version of this binding. If omitted, "
        "`latest` MUST be assumed\"",
    .on_value = detail::find_unknown_binding_versions};

}  // namespace asyncapi::checks
