#pragma once

#include <asyncapi/document/checks/channels/addresses.hpp>
#include <asyncapi/document/checks/parts.hpp>

#include <string>

namespace asyncapi::checks {

namespace detail {

inline void find_undefined_parameters(run& asking) {
    for (const auto& each : addresses_of(asking)) {
        const auto parameters = asking.followed(each.channel, "parameters");
        for (const auto name : expressions_in(each.text))
            if (!parameters.member(name))
                each.report(asking, "the parameter " + quoted(name) +
                                        " of the address is not "
                                        "defined: add it to \"parameters\"");
    }
}

}  // namespace detail

inline constexpr rule undefined_parameter{
    .code = "undefined-parameter",
    .summary = "Each parameter in the address of a channel is defined.",
    .specification =
        "Parameters Object: \"This map MUST contain all the parameters used in the parent channel "
        "address\"",
    .on_document = detail::find_undefined_parameters};

}  // namespace asyncapi::checks
