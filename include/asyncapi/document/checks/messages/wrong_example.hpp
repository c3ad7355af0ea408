#pragma once

#include <asyncapi/document/checks/parts.hpp>
#include <asyncapi/document/checks/schemas/instances.hpp>
#include <asyncapi/document/grammar/version2.hpp>
#include <asyncapi/document/grammar/version3.hpp>

#include <cstddef>

namespace asyncapi::checks {

namespace detail {

// Headers of the message and of its traits are merged: judged where there is one schema only.
inline bool has_one_schema_of_headers(const run& asking, const document_value& message) {
    std::size_t count = message.member("headers") ? 1 : 0;
    for (const auto& trait : traits_of(asking.document(), message))
        if (trait.member("headers")) ++count;
    return count == 1;
}

inline void find_wrong_examples(run& asking, const site& at) {
    const auto message = at.where();
    const auto examples = effective_member(asking.document(), message, "examples");
    if (!examples || !examples->IsArray() || examples->Empty()) return;
    const auto payload = payload_schema(asking, message);
    const auto headers =
        has_one_schema_of_headers(asking, message)
            ? schema_with_format(asking, effective_member(asking.document(), message, "headers"),
                                 {})
            : formatted_schema{};
    for_each_element(examples, [&](const document_value& example) {
        if (const auto value = example.member("payload"); value && payload.schema)
            report_violations(asking, value, payload, "the payload of the example does");
        if (const auto value = example.member("headers"); value && headers.schema)
            report_violations(asking, value, headers, "the headers of the example do");
    });
}

}  // namespace detail

inline constexpr rule wrong_example{
    .code = "wrong-example",
    .summary = "The examples of a message satisfy its headers and its payload.",
    .specification =
        "Message Example Object, payload: \"The value of this field MUST validate against the "
        "Message Object's payload field\"",
    .on_object = detail::find_wrong_examples,
    .only = {&grammar::version2::message, &grammar::version3::message}};

}  // namespace asyncapi::checks
