#pragma once

#include <asyncapi/document/checks/messages/locations.hpp>
#include <asyncapi/document/checks/parts.hpp>
#include <asyncapi/document/grammar/version2.hpp>
#include <asyncapi/document/grammar/version3.hpp>

#include <vector>

namespace asyncapi::checks {

namespace detail {

inline void report_impossible_location(run& asking, const document_value& at,
                                       const std::vector<message_entry>& messages) {
    const auto location = at.member("location");
    if (!location || !location->IsString()) return;
    if (all_forbid(asking, messages, text_of(*location)))
        asking.report(location, "no message can have a value at " + quoted(text_of(*location), 80) +
                                    ": its schema forbids it");
}

inline void find_impossible_location(run& asking, const site& at) {
    const auto object = at.where();
    if (at.object != &grammar::version3::operation)
        return report_impossible_location(
            asking, asking.followed(effective_member(asking.document(), object, "correlationId")),
            {{{}, object, object}});
    const auto address = asking.followed(asking.followed(object, "reply"), "address");
    if (!address) return;
    std::vector<message_entry> messages;
    if (object.member("messages"))
        for_each_element(object.member("messages"), [&](const document_value& each) {
            if (auto message = asking.followed(each)) messages.push_back({{}, each, message});
        });
    else
        messages = messages_of(asking, asking.followed(object, "channel"));
    report_impossible_location(asking, address, messages);
}

}  // namespace detail

inline constexpr rule impossible_location{
    .code = "impossible-location",
    .level = severity::warning,
    .summary = "The place of a correlation id or a reply's address is one that the message has.",
    .specification =
        "Correlation ID Object, location: \"A runtime expression that specifies the location of "
        "the correlation ID\"",
    .on_object = detail::find_impossible_location,
    .only = {&grammar::version2::message, &grammar::version3::message,
             &grammar::version3::operation}};

}  // namespace asyncapi::checks
