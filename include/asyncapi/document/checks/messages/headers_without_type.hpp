#pragma once

#include <asyncapi/document/checks/parts.hpp>
#include <asyncapi/document/grammar/version2.hpp>
#include <asyncapi/document/grammar/version3.hpp>

#include <string_view>

namespace asyncapi::checks {

namespace detail {

inline void find_headers_without_type(run& asking, const site& at) {
    const auto stands = at.where().member("headers");
    const auto headers = stands ? schema_in(asking, stands) : document_value{};
    if (!headers || !headers->IsObject() || headers.member("type")) return;
    for (const std::string_view combined : {"allOf", "anyOf", "oneOf", "const"})
        if (headers.member(combined)) return;
    asking.report_name(stands, "the schema of headers says no type: add \"type\": \"object\"");
}

}  // namespace detail

inline constexpr rule headers_without_type{
    .code = "headers-without-type",
    .level = severity::warning,
    .summary = "The schema of headers says that they are an object.",
    .specification = "Message Object, headers: \"Schema MUST be of type \"object\"\"",
    .on_object = detail::find_headers_without_type,
    .only = {&grammar::version2::message, &grammar::version2::message_trait,
             &grammar::version3::message, &grammar::version3::message_trait}};

}  // namespace asyncapi::checks
