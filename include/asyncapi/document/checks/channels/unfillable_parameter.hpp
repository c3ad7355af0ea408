#pragma once

#include <asyncapi/document/checks/messages/locations.hpp>
#include <asyncapi/document/checks/parts.hpp>

#include <string>

namespace asyncapi::checks {

namespace detail {

inline bool has_no_value(const document_value& schema) {
    if (!schema) return false;
    if (schema->IsFalse()) return true;
    const auto choices = schema.member("enum");
    return choices && choices->IsArray() && choices->Empty();
}

inline void find_unfillable_parameters(run& asking) {
    for (const auto& channel : root_entries(asking, "channels")) {
        const auto parameters = channel.is.member("parameters");
        for (const auto& parameter : entries_of(asking, parameters)) {
            const auto location = text_in(parameter.is, "location");
            if (has_no_value(asking.followed(parameter.is, "schema")))
                asking.report_name(parameter.stands, "the parameter " + quoted(parameter.name) +
                                                         " can never be filled in: its schema "
                                                         "allows no value");
            else if (all_forbid(asking, messages_of(asking, channel.is), location))
                asking.report_name(parameter.stands,
                                   "the parameter " + quoted(parameter.name) +
                                       " can never be filled in: no message of the channel can "
                                       "have a value at " +
                                       quoted(location, 80));
        }
    }
}

}  // namespace detail

inline constexpr rule unfillable_parameter{
    .code = "unfillable-parameter",
    .level = severity::warning,
    .summary = "A parameter of an address has a value that can be filled in.",
    .specification =
        "Parameter Object, location: \"A runtime expression that specifies the location of the "
        "parameter value\"",
    .on_document = detail::find_unfillable_parameters};

}  // namespace asyncapi::checks
