#pragma once

#include <asyncapi/document/checks/parts.hpp>
#include <asyncapi/document/grammar/version3.hpp>

#include <string>

namespace asyncapi::checks {

namespace detail {

inline void find_fixed_reply_channels(run& asking, const site& at) {
    const auto reply = at.where();
    if (!reply.member("address")) return;
    const auto channel = asking.followed(reply, "channel");
    const auto address = channel.member("address");
    if (!address || address->IsNull()) return;
    asking.report(
        reply.member("channel"),
        "the reply goes where \"address\" says, so its channel may not have the address " +
            value_text(*address) + " of its own");
}

}  // namespace detail

inline constexpr rule fixed_reply_channel{
    .code = "fixed-reply-channel",
    .summary = "A channel of replies has no address where the request says it.",
    .specification =
        "Operation Reply Object, channel: \"When address is specified, the address property of the "
        "channel referenced by this property MUST be either null or not defined\"",
    .since = {3, 0},
    .on_object = detail::find_fixed_reply_channels,
    .only = {&grammar::version3::reply}};

}  // namespace asyncapi::checks
