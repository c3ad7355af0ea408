#pragma once

#include <asyncapi/document/checks/parts.hpp>
#include <asyncapi/document/grammar/version2.hpp>
#include <asyncapi/document/grammar/version3.hpp>
#include <asyncapi/document/schema_format.hpp>

#include <string>

namespace asyncapi::checks {

namespace detail {

inline void find_unknown_schema_format(run& asking, const site& at) {
    const auto* format = at.member("schemaFormat");
    if (format == nullptr || !format->IsString()) return;
    if (language_of(text_of(*format)) != schema_language::unknown) return;
    asking.report_inside(at, "/schemaFormat",
                         "the schemaFormat " + quoted(text_of(*format), 80) +
                             " is not known, so its schema is not judged and cannot be enforced");
}

}  // namespace detail

inline constexpr rule unknown_schema_format{
    .code = "unknown-schema-format",
    .level = severity::warning,
    .summary = "A schemaFormat is one that the specification lists.",
    .specification =
        "Message Object, schemaFormat: \"Check out the supported schema formats table for more "
        "information\"",
    .on_object = detail::find_unknown_schema_format,
    .only = {&grammar::version2::message, &grammar::version2::message_trait,
             &grammar::version3::multi_format_schema}};

}  // namespace asyncapi::checks
