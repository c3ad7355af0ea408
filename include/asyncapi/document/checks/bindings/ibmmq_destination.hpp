#pragma once

#include <asyncapi/document/checks/rule.hpp>
#include <asyncapi/document/grammar/bindings.hpp>

namespace asyncapi::checks {

namespace detail {

inline void find_wrong_ibmmq_destination(run& asking, const site& at) {
    const bool has_queue = at.member("queue") != nullptr;
    if (has_queue && at.member("topic") != nullptr)
        return asking.report_inside(at, "/topic",
                                    "a channel is a queue or a topic: not both may be described");
    const auto* type = at.member("destinationType");
    const bool is_queue =
        type != nullptr && type->IsString() && validation::detail::text_of(*type) == "queue";
    if (is_queue && !has_queue)
        asking.report_name(at, "a channel of destinationType queue needs \"queue\"");
}

}  // namespace detail

inline constexpr rule ibmmq_destination{
    .code = "ibmmq-destination",
    .summary = "An IBM MQ Channel Binding describes its queue or its topic.",
    .specification =
        "IBM MQ Bindings, queue: \"REQUIRED if `destinationType` = `queue`\", "
        "\"`queue` and `topic` fields MUST NOT coexist within a channel binding\"",
    .on_object = detail::find_wrong_ibmmq_destination,
    .only = {&grammar::ibmmq_channel}};

}  // namespace asyncapi::checks
