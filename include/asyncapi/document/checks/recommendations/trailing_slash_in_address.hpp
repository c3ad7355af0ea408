#pragma once

#include <asyncapi/document/checks/channels/addresses.hpp>
#include <asyncapi/document/checks/parts.hpp>

#include <string>

namespace asyncapi::checks {

namespace detail {

inline void find_trailing_slash_in_address(run& asking) {
    for (const auto& each : addresses_of(asking))
        if (each.text.size() > 1 && each.text.ends_with('/'))
            each.report(asking, "the address " + quoted(each.text, 80) +
                                    " ends with a slash: leave it out");
}

}  // namespace detail

inline constexpr rule trailing_slash_in_address{
    .code = "trailing-slash-in-address",
    .level = severity::information,
    .summary = "The address of a channel does not end with a slash.",
    .specification = "Channels Object: \"A relative path to an individual channel\"",
    .on_document = detail::find_trailing_slash_in_address};

}  // namespace asyncapi::checks
