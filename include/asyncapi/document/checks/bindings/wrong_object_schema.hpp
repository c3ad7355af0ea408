#pragma once

#include <asyncapi/document/checks/binding_choice.hpp>
#include <asyncapi/document/checks/rule.hpp>

#include <string>

namespace asyncapi::checks {

namespace detail {

inline void find_wrong_object_schema(run& asking, const site& at) {
    if (!at.is->is_object_schema || !at->IsObject()) return;
    const auto name =
        at.name == nullptr ? std::string{"the schema"} : validation::detail::quoted(at.key());
    const auto* type = at.member("type");
    if (type != nullptr && !(type->IsString() && validation::detail::text_of(*type) == "object"))
        return asking.report_inside(at, "/type", name + " has to be of type object");
    // Without a version, documents of AsyncAPI 2 list the headers themselves.
    if (is_in_unversioned_binding(at, asking.version())) return;
    if (type == nullptr) return asking.report_name(at, name + " needs \"type\": \"object\"");
    if (at.member("properties") == nullptr) asking.report_name(at, name + " needs \"properties\"");
}

}  // namespace detail

inline constexpr rule wrong_object_schema{
    .code = "wrong-object-schema",
    .summary =
        "A binding's schema of query parameters or headers is of type object and has "
        "properties.",
    .specification =
        "HTTP, WebSockets, JMS and Anypoint MQ Bindings: \"This schema MUST be of "
        "type `object` and have a `properties` key\"",
    .on_value = detail::find_wrong_object_schema};

}  // namespace asyncapi::checks
