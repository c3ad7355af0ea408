#pragma once

#include <asyncapi/document/checks/channels/addresses.hpp>
#include <asyncapi/document/checks/parts.hpp>

#include <algorithm>
#include <cstddef>
#include <string>

namespace asyncapi::checks {

namespace detail {

inline void find_ambiguous_addresses(run& asking) {
    const auto all = addresses_of(asking);
    constexpr std::size_t most = 200;  // each is compared with each
    for (std::size_t i = 1; i < std::min(all.size(), most); ++i)
        for (std::size_t j = 0; j < i; ++j) {
            if (!all[i].is_root || !all[j].is_root) continue;
            const auto both = common_address(all[i].text, all[j].text);
            if (!both.empty())
                all[i].report(asking, "the address " + quoted(all[i].text, 80) + " and " +
                                          quoted(all[j].text, 80) + " both fit " +
                                          quoted(both, 80));
        }
}

}  // namespace detail

inline constexpr rule ambiguous_address{
    .code = "ambiguous-address",
    .level = severity::warning,
    .summary = "No address fits two channels of which neither is the narrower.",
    .specification =
        "Channel Address Expressions: \"Channel addresses MAY contain expressions that can be used "
        "to define dynamic values\"",
    .on_document = detail::find_ambiguous_addresses};

}  // namespace asyncapi::checks
