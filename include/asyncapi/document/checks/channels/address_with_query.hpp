#pragma once

#include <asyncapi/document/checks/channels/addresses.hpp>
#include <asyncapi/document/checks/parts.hpp>

#include <string>

namespace asyncapi::checks {

namespace detail {

inline void find_addresses_with_query(run& asking) {
    for (const auto& each : addresses_of(asking)) {
        const auto at = each.text.find_first_of("?#");
        if (at == each.text.npos) continue;
        each.report(asking, "the address " + quoted(each.text, 80) + " has a " +
                                (each.text[at] == '?' ? "query" : "fragment") +
                                ": describe it in \"bindings\"");
    }
}

}  // namespace detail

inline constexpr rule address_with_query{
    .code = "address-with-query",
    .summary = "The address of a channel has no query and no fragment.",
    .specification =
        "Channels Object: \"Query parameters and fragments SHALL NOT be used, instead use bindings "
        "to define them\"",
    .on_document = detail::find_addresses_with_query};

}  // namespace asyncapi::checks
