#pragma once

#include <asyncapi/document/checks/rule.hpp>
#include <asyncapi/document/grammar/bindings.hpp>

#include <string>

namespace asyncapi::checks {

namespace detail {

inline void find_needless_ibmmq_headers(run& asking, const site& at) {
    const auto* type = at.member("type");
    if (at.member("headers") == nullptr || type == nullptr || !type->IsString()) return;
    const auto text = validation::detail::text_of(*type);
    if (text == "string" || text == "jms")
        asking.report_inside(
            at, "/headers",
            "a message of type " + std::string{text} + " has no IBM MQ headers to list");
}

}  // namespace detail

inline constexpr rule ibmmq_headers{
    .code = "ibmmq-headers",
    .summary = "Only an IBM MQ Message Binding of type binary lists headers.",
    .specification =
        "IBM MQ Bindings, headers: \"OPTIONAL if `type` = `binary`\", \"`headers` "
        "MUST NOT be specified if `type` = `string` or `jms`\"",
    .on_object = detail::find_needless_ibmmq_headers,
    .only = {&grammar::ibmmq_message}};

}  // namespace asyncapi::checks
