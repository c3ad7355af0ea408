#pragma once

#include <asyncapi/document/checks/parts.hpp>
#include <asyncapi/document/grammar/version3.hpp>

namespace asyncapi::checks {

namespace detail {

inline void find_needless_parameters(run& asking, const site& at) {
    const auto channel = at.where();
    const auto parameters = asking.followed(channel, "parameters");
    if (!parameters || !parameters->IsObject() || parameters->ObjectEmpty()) return;
    if (!expressions_in(text_in(channel, "address")).empty()) return;
    asking.report_name(channel.member("parameters"),
                       text_in(channel, "address").empty()
                           ? "the channel has parameters, but no address that they are in"
                           : "the channel has parameters, but its address has no {name} for them");
}

}  // namespace detail

inline constexpr rule needless_parameters{
    .code = "needless-parameters",
    .summary = "A channel has parameters only where its address has some.",
    .specification =
        "Channel Object, parameters: \"It MUST be present only when the address contains Channel "
        "Address Expressions\"",
    .since = {3, 0},
    .on_object = detail::find_needless_parameters,
    .only = {&grammar::version3::channel}};

}  // namespace asyncapi::checks
