#pragma once

#include <asyncapi/document/checks/parts.hpp>
#include <asyncapi/document/grammar/version2.hpp>
#include <asyncapi/document/grammar/version3.hpp>

#include <string>

namespace asyncapi::checks {

namespace detail {

inline void find_headers_not_object(run& asking, const site& at) {
    const auto stands = at.where().member("headers");
    const auto headers = stands ? schema_in(asking, stands) : document_value{};
    if (!headers || !headers->IsObject()) return;
    if (const auto constant = headers.member("const"); constant && !constant->IsObject())
        return asking.report(constant, "headers are an object, never " + value_text(*constant));
    const auto type = headers.member("type");
    if (!type || (type->IsString() && text_of(*type) == "object")) return;
    asking.report(document::is_reference(*stands) ? stands : type,
                  "headers are an object: their schema has to have the type \"object\", not " +
                      value_text(*type));
}

}  // namespace detail

inline constexpr rule headers_not_object{
    .code = "headers-not-object",
    .summary = "The schema of headers is one of objects.",
    .specification = "Message Object, headers: \"Schema MUST be of type \"object\"\"",
    .on_object = detail::find_headers_not_object,
    .only = {&grammar::version2::message, &grammar::version2::message_trait,
             &grammar::version3::message, &grammar::version3::message_trait}};

}  // namespace asyncapi::checks
