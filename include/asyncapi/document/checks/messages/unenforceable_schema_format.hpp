#pragma once

#include <asyncapi/document/checks/parts.hpp>
#include <asyncapi/document/grammar/version2.hpp>
#include <asyncapi/document/grammar/version3.hpp>
#include <asyncapi/document/schema_format.hpp>

#include <string>

namespace asyncapi::checks {

namespace detail {

inline void find_unenforceable_schema_format(run& asking, const site& at) {
    const auto* format = at.member("schemaFormat");
    if (format == nullptr || !format->IsString()) return;
    const auto language = language_of(text_of(*format));
    if (language == schema_language::unknown || is_enforceable(language)) return;
    asking.report_inside(at, "/schemaFormat",
                         "schemas of the format " + quoted(text_of(*format), 80) +
                             " are neither judged nor enforced here");
}

}  // namespace detail

inline constexpr rule unenforceable_schema_format{
    .code = "unenforceable-schema-format",
    .level = severity::information,
    .summary = "A schemaFormat is one that messages can be held to.",
    .specification =
        "Message Object, schemaFormat: \"Check out the supported schema formats table for more "
        "information\"",
    .on_object = detail::find_unenforceable_schema_format,
    .only = {&grammar::version2::message, &grammar::version2::message_trait,
             &grammar::version3::multi_format_schema}};

}  // namespace asyncapi::checks
