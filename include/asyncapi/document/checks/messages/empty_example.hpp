#pragma once

#include <asyncapi/document/checks/parts.hpp>
#include <asyncapi/document/grammar/common.hpp>

namespace asyncapi::checks {

namespace detail {

inline void find_empty_examples(run& asking, const site& at) {
    if (at.member("headers") != nullptr || at.member("payload") != nullptr) return;
    asking.report(at, "an example of a message needs \"headers\" or \"payload\"");
}

}  // namespace detail

inline constexpr rule empty_example{
    .code = "empty-example",
    .summary = "An example of a message has headers or a payload.",
    .specification =
        "Message Example Object: \"MUST contain either headers and/or payload fields\"",
    .on_object = detail::find_empty_examples,
    .only = {&grammar::message_example}};

}  // namespace asyncapi::checks
