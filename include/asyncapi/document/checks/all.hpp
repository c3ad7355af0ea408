#pragma once

#include <asyncapi/document/checks/bindings/ibmmq_destination.hpp>
#include <asyncapi/document/checks/bindings/ibmmq_headers.hpp>
#include <asyncapi/document/checks/bindings/missing_consumers.hpp>
#include <asyncapi/document/checks/bindings/missing_http_method.hpp>
#include <asyncapi/document/checks/bindings/unknown_binding_version.hpp>
#include <asyncapi/document/checks/bindings/unknown_protocol.hpp>
#include <asyncapi/document/checks/bindings/vendor_without_registry.hpp>
#include <asyncapi/document/checks/bindings/wrong_object_schema.hpp>
#include <asyncapi/document/checks/channels/address_with_query.hpp>
#include <asyncapi/document/checks/channels/ambiguous_address.hpp>
#include <asyncapi/document/checks/channels/deprecated_channel_reference.hpp>
#include <asyncapi/document/checks/channels/malformed_address.hpp>
#include <asyncapi/document/checks/channels/needless_parameters.hpp>
#include <asyncapi/document/checks/channels/repeated_address.hpp>
#include <asyncapi/document/checks/channels/undefined_parameter.hpp>
#include <asyncapi/document/checks/channels/unfillable_parameter.hpp>
#include <asyncapi/document/checks/channels/unused_parameter.hpp>
#include <asyncapi/document/checks/messages/ambiguous_messages.hpp>
#include <asyncapi/document/checks/messages/empty_example.hpp>
#include <asyncapi/document/checks/messages/headers_not_object.hpp>
#include <asyncapi/document/checks/messages/headers_without_type.hpp>
#include <asyncapi/document/checks/messages/impossible_location.hpp>
#include <asyncapi/document/checks/messages/other_schema_format.hpp>
#include <asyncapi/document/checks/messages/protocol_header.hpp>
#include <asyncapi/document/checks/messages/repeated_message_id.hpp>
#include <asyncapi/document/checks/messages/unenforceable_schema_format.hpp>
#include <asyncapi/document/checks/messages/unknown_schema_format.hpp>
#include <asyncapi/document/checks/messages/unlikely_content_type.hpp>
#include <asyncapi/document/checks/messages/wrong_example.hpp>
#include <asyncapi/document/checks/operations/fixed_reply_channel.hpp>
#include <asyncapi/document/checks/operations/foreign_channel.hpp>
#include <asyncapi/document/checks/operations/foreign_message.hpp>
#include <asyncapi/document/checks/operations/repeated_operation_id.hpp>
#include <asyncapi/document/checks/operations/unbound_reply_messages.hpp>
#include <asyncapi/document/checks/recommendations/example_server.hpp>
#include <asyncapi/document/checks/recommendations/incomplete_contact.hpp>
#include <asyncapi/document/checks/recommendations/missing_contact.hpp>
#include <asyncapi/document/checks/recommendations/missing_default_content_type.hpp>
#include <asyncapi/document/checks/recommendations/missing_id.hpp>
#include <asyncapi/document/checks/recommendations/missing_info_description.hpp>
#include <asyncapi/document/checks/recommendations/missing_license.hpp>
#include <asyncapi/document/checks/recommendations/missing_license_url.hpp>
#include <asyncapi/document/checks/recommendations/missing_message_id.hpp>
#include <asyncapi/document/checks/recommendations/missing_operation_description.hpp>
#include <asyncapi/document/checks/recommendations/missing_operation_id.hpp>
#include <asyncapi/document/checks/recommendations/missing_parameter_description.hpp>
#include <asyncapi/document/checks/recommendations/missing_servers.hpp>
#include <asyncapi/document/checks/recommendations/missing_tag_description.hpp>
#include <asyncapi/document/checks/recommendations/missing_tags.hpp>
#include <asyncapi/document/checks/recommendations/old_version.hpp>
#include <asyncapi/document/checks/recommendations/trailing_slash.hpp>
#include <asyncapi/document/checks/recommendations/trailing_slash_in_address.hpp>
#include <asyncapi/document/checks/recommendations/unsorted_tags.hpp>
#include <asyncapi/document/checks/recommendations/unused_component.hpp>
#include <asyncapi/document/checks/recommendations/unused_security_scheme.hpp>
#include <asyncapi/document/checks/references/ignored_sibling.hpp>
#include <asyncapi/document/checks/references/missing_reference.hpp>
#include <asyncapi/document/checks/references/unresolved_reference.hpp>
#include <asyncapi/document/checks/schemas/contradictory_limits.hpp>
#include <asyncapi/document/checks/schemas/endless_schema.hpp>
#include <asyncapi/document/checks/schemas/forbidden_required.hpp>
#include <asyncapi/document/checks/schemas/idle_enum_value.hpp>
#include <asyncapi/document/checks/schemas/wrong_default.hpp>
#include <asyncapi/document/checks/schemas/wrong_discriminator.hpp>
#include <asyncapi/document/checks/schemas/wrong_schema_example.hpp>
#include <asyncapi/document/checks/security/idle_flow_member.hpp>
#include <asyncapi/document/checks/security/idle_scheme_member.hpp>
#include <asyncapi/document/checks/security/missing_flow_member.hpp>
#include <asyncapi/document/checks/security/missing_scheme_member.hpp>
#include <asyncapi/document/checks/security/needless_scopes.hpp>
#include <asyncapi/document/checks/security/unavailable_scope.hpp>
#include <asyncapi/document/checks/security/undefined_scheme.hpp>
#include <asyncapi/document/checks/security/undefined_scope.hpp>
#include <asyncapi/document/checks/security/wrong_key_place.hpp>
#include <asyncapi/document/checks/servers/default_outside_enum.hpp>
#include <asyncapi/document/checks/servers/empty_enum.hpp>
#include <asyncapi/document/checks/servers/example_outside_enum.hpp>
#include <asyncapi/document/checks/servers/foreign_server.hpp>
#include <asyncapi/document/checks/servers/malformed_template.hpp>
#include <asyncapi/document/checks/servers/undefined_server.hpp>
#include <asyncapi/document/checks/servers/undefined_variable.hpp>
#include <asyncapi/document/checks/servers/unreachable_server.hpp>
#include <asyncapi/document/checks/servers/unused_variable.hpp>
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
    &ignored_sibling,
    &missing_reference,
    &unresolved_reference,
    // bindings
    &unknown_protocol,
    &unknown_binding_version,
    &wrong_object_schema,
    &missing_http_method,
    &vendor_without_registry,
    &ibmmq_destination,
    &ibmmq_headers,
    &missing_consumers,
    // servers
    &default_outside_enum,
    &empty_enum,
    &example_outside_enum,
    &foreign_server,
    &malformed_template,
    &undefined_server,
    &undefined_variable,
    &unreachable_server,
    &unused_variable,
    // security
    &idle_flow_member,
    &idle_scheme_member,
    &missing_flow_member,
    &missing_scheme_member,
    &needless_scopes,
    &unavailable_scope,
    &undefined_scheme,
    &undefined_scope,
    &wrong_key_place,
    // channels
    &address_with_query,
    &ambiguous_address,
    &deprecated_channel_reference,
    &malformed_address,
    &needless_parameters,
    &repeated_address,
    &undefined_parameter,
    &unfillable_parameter,
    &unused_parameter,
    // operations
    &fixed_reply_channel,
    &foreign_channel,
    &foreign_message,
    &repeated_operation_id,
    &unbound_reply_messages,
    // messages
    &ambiguous_messages,
    &empty_example,
    &headers_not_object,
    &headers_without_type,
    &impossible_location,
    &other_schema_format,
    &protocol_header,
    &repeated_message_id,
    &unenforceable_schema_format,
    &unknown_schema_format,
    &unlikely_content_type,
    &wrong_example,
    // schemas
    &contradictory_limits,
    &endless_schema,
    &forbidden_required,
    &idle_enum_value,
    &wrong_default,
    &wrong_discriminator,
    &wrong_schema_example,
    // recommendations
    &example_server,
    &incomplete_contact,
    &missing_contact,
    &missing_default_content_type,
    &missing_id,
    &missing_info_description,
    &missing_license,
    &missing_license_url,
    &missing_message_id,
    &missing_operation_description,
    &missing_operation_id,
    &missing_parameter_description,
    &missing_servers,
    &missing_tag_description,
    &missing_tags,
    &old_version,
    &trailing_slash,
    &trailing_slash_in_address,
    &unsorted_tags,
    &unused_component,
    &unused_security_scheme,
};

}  // namespace asyncapi::checks
