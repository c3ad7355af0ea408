#pragma once

#include <asyncapi/document/checks/parts.hpp>

namespace asyncapi::checks {

namespace detail {

inline void find_missing_operation_id(run& asking) {
    const auto channels = root_entries(asking, "channels");
    for (const auto& each : verbs_of(channels))
        if (!effective_member(asking.document(), each.operation, "operationId"))
            asking.report_name(each.operation, "the operation has no \"operationId\"");
}

}  // namespace detail

inline constexpr rule missing_operation_id{
    .code = "missing-operation-id",
    .level = severity::information,
    .summary = "An operation has an operationId, of its own or of a trait.",
    .specification =
        "Operation Object, operationId: \"Tools and libraries MAY use the operationId to uniquely "
        "identify an operation\"",
    .until = {2, 99},
    .on_document = detail::find_missing_operation_id};

}  // namespace asyncapi::checks
