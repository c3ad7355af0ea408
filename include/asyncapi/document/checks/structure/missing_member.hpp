#pragma once

#include <asyncapi/document/checks/rule.hpp>

#include <string>

namespace asyncapi::checks {

namespace detail {

inline void find_missing_members(run& asking, const site& at) {
    for (const auto& field : at.object->fields) {
        if (!field.is_required || !field.is_in(asking.version())) continue;
        if (at.member(field.name) != nullptr) continue;
        asking.report_name(
            at, with_article(at.object->name) + " needs " + validation::detail::quoted(field.name));
    }
}

}  // namespace detail

inline constexpr rule missing_member{
    .code = "missing-member",
    .summary = "An object has all members that the specification marks as required.",
    .specification = "Every object's table of fixed fields: \"REQUIRED\"",
    .on_object = detail::find_missing_members};

}  // namespace asyncapi::checks
