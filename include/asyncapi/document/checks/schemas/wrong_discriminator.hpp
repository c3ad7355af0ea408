#pragma once

#include <asyncapi/document/checks/parts.hpp>
#include <asyncapi/document/grammar/schema.hpp>

#include <string_view>

namespace asyncapi::checks {

namespace detail {

inline void find_wrong_discriminator(run& asking, const site& at) {
    const auto* discriminator = at.member("discriminator");
    if (discriminator == nullptr || !discriminator->IsString()) return;
    const auto schema = at.where();
    const auto name = text_of(*discriminator);
    const auto problem = [&](std::string_view list) {
        asking.report_inside(at, "/discriminator",
                             "the discriminator " + quoted(name) + " has to be in " + quoted(list) +
                                 " of the schema");
    };
    if (!schema.member("properties").member(name)) problem("properties");
    bool is_required = false;
    for_each_element(schema.member("required"), [&](const document_value& each) {
        is_required |= each->IsString() && text_of(*each) == name;
    });
    if (!is_required) problem("required");
}

}  // namespace detail

inline constexpr rule wrong_discriminator{
    .code = "wrong-discriminator",
    .summary = "A discriminator is a property of its schema, and required.",
    .specification =
        "Schema Object, discriminator: \"The property name used MUST be defined at this schema and "
        "it MUST be in the required property list\"",
    .on_object = detail::find_wrong_discriminator,
    .only = {&grammar::schema_object}};

}  // namespace asyncapi::checks
