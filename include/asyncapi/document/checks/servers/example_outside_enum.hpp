#pragma once

#include <asyncapi/document/checks/parts.hpp>
#include <asyncapi/document/grammar/version2.hpp>
#include <asyncapi/document/grammar/version3.hpp>

#include <string>

namespace asyncapi::checks {

namespace detail {

inline void find_examples_outside_enum(run& asking, const site& at) {
    const auto choices = at.where().member("enum");
    if (!choices || !choices->IsArray() || choices->Empty()) return;
    for_each_element(at.where().member("examples"), [&](const document_value& example) {
        if (!example->IsString()) return;
        for (const auto& choice : choices->GetArray())
            if (choice == *example) return;
        asking.report(example, "the example " + quoted(text_of(*example)) + " is none of \"enum\"");
    });
}

}  // namespace detail

inline constexpr rule example_outside_enum{
    .code = "example-outside-enum",
    .level = severity::warning,
    .summary = "The examples of a variable or a parameter are among its values.",
    .specification =
        "Server Variable Object, examples: \"An array of examples of the server variable\"",
    .on_object = detail::find_examples_outside_enum,
    .only = {&grammar::server_variable, &grammar::version3::parameter}};

}  // namespace asyncapi::checks
