#pragma once

#include <asyncapi/document/checks/channels/addresses.hpp>
#include <asyncapi/document/checks/parts.hpp>

#include <string>

namespace asyncapi::checks {

namespace detail {

inline void find_malformed_addresses(run& asking) {
    for (const auto& each : addresses_of(asking))
        if (const auto problem = brace_problem(each.text); !problem.empty())
            each.report(asking,
                        "the address " + quoted(each.text, 80) + " is malformed: " + problem);
}

}  // namespace detail

inline constexpr rule malformed_address{.code = "malformed-address",
                                        .summary = "The braces of an address enclose names.",
                                        .specification =
                                            "Channel Address Expressions: \"Expressions MUST be "
                                            "composed by a name enclosed in curly braces\"",
                                        .on_document = detail::find_malformed_addresses};

}  // namespace asyncapi::checks
