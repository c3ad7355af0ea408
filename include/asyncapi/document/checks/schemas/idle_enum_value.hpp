#pragma once

#include <asyncapi/document/checks/parts.hpp>
#include <asyncapi/document/checks/schemas/types.hpp>
#include <asyncapi/document/grammar/schema.hpp>

namespace asyncapi::checks {

namespace detail {

inline void find_idle_enum_values(run& asking, const site& at) {
    const auto schema = at.where();
    const auto type = schema.member("type");
    if (!type) return;
    const auto judge = [&](const document_value& value) {
        if (!has_type(*value, *type))
            asking.report(value, value_text(*value) +
                                     " does not have the type that the schema "
                                     "asks for, so it is never allowed");
    };
    for_each_element(schema.member("enum"), judge);
    if (const auto constant = schema.member("const")) judge(constant);
}

}  // namespace detail

inline constexpr rule idle_enum_value{
    .code = "idle-enum-value",
    .level = severity::warning,
    .summary = "The values of an enum and a const have the type that the schema asks for.",
    .specification =
        "JSON Schema Validation draft-07, section 6.1: \"An instance validates successfully "
        "against this keyword if its value is equal to one of the elements\"",
    .on_object = detail::find_idle_enum_values,
    .only = {&grammar::schema_object}};

}  // namespace asyncapi::checks
