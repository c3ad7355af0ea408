#pragma once

#include <asyncapi/document/checks/channels/addresses.hpp>
#include <asyncapi/document/checks/parts.hpp>

#include <map>
#include <string>
#include <utility>

namespace asyncapi::checks {

namespace detail {

inline void find_repeated_addresses(run& asking) {
    const auto all = addresses_of(asking);
    std::map<std::string, const channel_address*> seen;
    for (const auto& each : all) {
        if (!each.is_root) continue;
        auto shape = shape_of_address(each.text) + servers_text(asking, each.channel);
        const auto [first, is_new] = seen.emplace(std::move(shape), &each);
        if (is_new || first->second->channel.value == each.channel.value) continue;
        const auto& other = *first->second;
        if (each.text != other.text)
            each.report(asking, "the address " + quoted(each.text, 80) + " cannot be told from " +
                                    quoted(other.text, 80));
        else
            asking.at_most(severity::information, [&] {
                each.report(asking, "the channel " + quoted(other.id) + " has the same address " +
                                        quoted(each.text, 80));
            });
    }
}

}  // namespace detail

inline constexpr rule repeated_address{
    .code = "repeated-address",
    .level = severity::warning,
    .summary = "No two channels have addresses that cannot be told apart.",
    .specification =
        "Channel Object, address: \"The address is typically the topic name, routing key, event "
        "type, or path\"",
    .on_document = detail::find_repeated_addresses};

}  // namespace asyncapi::checks
