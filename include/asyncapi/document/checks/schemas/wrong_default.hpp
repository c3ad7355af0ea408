#pragma once

#include <asyncapi/document/checks/parts.hpp>
#include <asyncapi/document/checks/schemas/instances.hpp>
#include <asyncapi/document/grammar/schema.hpp>

namespace asyncapi::checks {

namespace detail {

inline void find_wrong_default(run& asking, const site& at) {
    const auto schema = at.where();
    if (const auto otherwise = schema.member("default"))
        report_violations(asking, otherwise, {schema, {}}, "the default does");
}

}  // namespace detail

inline constexpr rule wrong_default{
    .code = "wrong-default",
    .summary = "A default satisfies its schema.",
    .specification =
        "Schema Object, default: \"Unlike JSON Schema, the value MUST conform to the defined type "
        "for the Schema Object defined at the same level\"",
    .on_object = detail::find_wrong_default,
    .only = {&grammar::schema_object}};

}  // namespace asyncapi::checks
