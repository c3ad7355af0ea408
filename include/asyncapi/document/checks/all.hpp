#pragma once

#include <asyncapi/document/checks/bindings/ibmmq_destination.hpp>
#include <asyncapi/document/checks/bindings/ibmmq_headers.hpp>
#include <asyncapi/document/checks/bindings/missing_consumers.hpp>
#include <asyncapi/document/checks/bindings/missing_http_method.hpp>
#include <asyncapi/document/checks/bindings/unknown_binding_version.hpp>
#include <asyncapi/document/checks/bindings/unknown_protocol.hpp>
#include <asyncapi/document/checks/bindings/vendor_without_registry.hpp>
#include <asyncapi/document/checks/bindings/wrong_object_schema.hpp>
#include <asyncapi/document/checks/references/missing_reference.hpp>
#include <asyncapi/document/checks/references/unresolved_reference.hpp>
#include <asyncapi/document/checks/structure/missing_member.hpp>
#include <asyncapi/document/checks/structure/repeated_element.hpp>
#include <asyncapi/document/checks/structure/unknown_member.hpp>
#include <asyncapi/document/checks/structure/unsupported_version.hpp>
#include <asyncapi/document/checks/structure/wrong_form.hpp>
#include <asyncapi/document/checks/structure/wrong_key.hpp>
#include <asyncapi/document/checks/structure/wrong_pattern.hpp>
#include <asyncapi/document/checks/structure/wrong_type.hpp>
#include <asyncapi/document/checks/structure/wrong_value.hpp>

#include <array>

namespace asyncapi::checks {

/// All rules, by subject.
inline constexpr std::array all_rules{
    // structure
    &unsupported_version,
    &unknown_member,
    &missing_member,
    &wrong_type,
    &wrong_value,
    &wrong_form,
    &wrong_pattern,
    &wrong_key,
    &repeated_element,
    // references
    &unresolved_reference,
    &missing_reference,
    // bindings
    &unknown_protocol,
    &unknown_binding_version,
    &wrong_object_schema,
    &missing_http_method,
    &vendor_without_registry,
    &ibmmq_destination,
    &ibmmq_headers,
    &missing_consumers,
};

}  // namespace asyncapi::checks
