#pragma once

#include <asyncapi/document/checks/parts.hpp>
#include <asyncapi/document/grammar/schema.hpp>

namespace asyncapi::checks {

namespace detail {

inline void find_forbidden_required(run& asking, const site& at) {
    const auto schema = at.where();
    const auto additional = schema.member("additionalProperties");
    if (!additional || !additional->IsFalse()) return;
    if (const auto patterns = schema.member("patternProperties");
        patterns && patterns->IsObject() && !patterns->ObjectEmpty())
        return;
    const auto properties = schema.member("properties");
    for_each_element(schema.member("required"), [&](const document_value& name) {
        if (!name->IsString() || properties.member(text_of(*name))) return;
        asking.report(name, quoted(text_of(*name)) +
                                " is required, but not in \"properties\", and "
                                "\"additionalProperties\" forbids it");
    });
}

}  // namespace detail

inline constexpr rule forbidden_required{
    .code = "forbidden-required",
    .level = severity::warning,
    .summary = "A property that is required is one that may be there.",
    .specification =
        "JSON Schema Validation draft-07, section 6.5.3: \"An object instance is valid against "
        "this keyword if every item in the array is the name of a property in the instance\"",
    .on_object = detail::find_forbidden_required,
    .only = {&grammar::schema_object}};

}  // namespace asyncapi::checks
