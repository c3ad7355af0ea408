#pragma once

#include <asyncapi/document/checks/parts.hpp>
#include <asyncapi/document/checks/schemas/instances.hpp>
#include <asyncapi/document/grammar/schema.hpp>

namespace asyncapi::checks {

namespace detail {

// Version 2's own parser refuses them, version 3's does not look.
inline void find_wrong_schema_examples(run& asking, const site& at) {
    const auto schema = at.where();
    const auto level = is_version2(asking) ? severity::error : severity::warning;
    asking.at_most(level, [&] {
        for_each_element(schema.member("examples"), [&](const document_value& example) {
            report_violations(asking, example, {schema, {}}, "the example does");
        });
    });
}

}  // namespace detail

inline constexpr rule wrong_schema_example{
    .code = "wrong-schema-example",
    .summary = "The examples of a schema satisfy it.",
    .specification =
        "JSON Schema Validation draft-07, section 10.4: \"It is RECOMMENDED that these values be "
        "valid against the associated schema\"",
    .on_object = detail::find_wrong_schema_examples,
    .only = {&grammar::schema_object}};

}  // namespace asyncapi::checks
