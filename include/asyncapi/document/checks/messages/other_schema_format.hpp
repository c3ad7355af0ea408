#pragma once

#include <asyncapi/document/checks/parts.hpp>
#include <asyncapi/document/grammar/version3.hpp>

#include <string>

namespace asyncapi::checks {

namespace detail {

inline void find_other_schema_format(run& asking, const site& at) {
    const auto own = text_in(at.where(), "schemaFormat");
    const auto target = asking.followed(at.where(), "schema");
    const auto other = target.member("schemaFormat");
    if (!other || !other->IsString() || !target.member("schema")) return;
    if (text_of(*other) == own) return;
    asking.report_inside(at, "/schema",
                         "the reference leads to a schema of the format " +
                             quoted(text_of(*other), 80) + ", not " + quoted(own, 80));
}

}  // namespace detail

inline constexpr rule other_schema_format{
    .code = "other-schema-format",
    .summary = "A reference to a schema of another format keeps the format.",
    .specification =
        "Multi Format Schema Object, schemaFormat: \"the schemaFormat of the resource being "
        "referenced MUST match the schemaFormat of the schema that contains the initial "
        "reference\"",
    .since = {3, 0},
    .on_object = detail::find_other_schema_format,
    .only = {&grammar::version3::multi_format_schema}};

}  // namespace asyncapi::checks
