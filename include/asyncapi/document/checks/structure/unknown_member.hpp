#pragma once

#include <asyncapi/document/checks/binding_choice.hpp>
#include <asyncapi/document/checks/nearest_name.hpp>
#include <asyncapi/document/checks/rule.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace asyncapi::checks {

namespace detail {

inline void find_unknown_members(run& asking, const site& at) {
    if (at.object->is_open) return;
    for (const auto& member : at->GetObject()) {
        if (asking.is_full()) return;
        const auto name = validation::detail::text_of(member.name);
        if (at.object->has_extensions && name.starts_with("x-")) continue;
        const grammar::field* other_version = nullptr;
        bool known = false;
        std::vector<std::string_view> names;
        for (const auto& field : at.object->fields) {
            if (!field.is_in(asking.version())) {
                if (field.name == name) other_version = &field;
                continue;
            }
            known = known || field.name == name;
            names.push_back(field.name);
        }
        if (known) continue;
        const site inner{at.source, &member.value, &member.name, 0, &at};
        std::string text =
            validation::detail::quoted(name) + " is no member of " + with_article(at.object->name);
        if (other_version != nullptr && other_version->since > asking.version())
            text += " before version " + other_version->since.to_string();
        else if (other_version != nullptr)
            text += " since version " + std::to_string(other_version->until.major + 1) + ".0";
        else if (const auto near = nearest_name(name, names); !near.empty())
            text += ": is " + validation::detail::quoted(near) + " meant?";
        if (is_in_unversioned_binding(at, asking.version()))
            asking.warn_of_name(inner, std::move(text));
        else
            asking.report_name(inner, std::move(text));
    }
}

}  // namespace detail

inline constexpr rule unknown_member{
    .code = "unknown-member",
    .summary = "An object has no members but those of the specification and extensions.",
    .specification = "Specification Extensions: \"The field name MUST begin with `x-`\"",
    .on_object = detail::find_unknown_members};

}  // namespace asyncapi::checks
