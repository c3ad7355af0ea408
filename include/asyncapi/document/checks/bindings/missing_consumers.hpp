#pragma once

#include <asyncapi/document/checks/rule.hpp>
#include <asyncapi/document/grammar/bindings.hpp>

#include <string_view>

namespace asyncapi::checks {

namespace detail {

// "Applies To: Publish" in version 2, "receive" in version 3. Elsewhere it is not known.
inline bool is_receiving(const site& binding) {
    const auto* bindings = binding.parent;
    const auto* operation = bindings == nullptr ? nullptr : bindings->parent;
    if (operation == nullptr || bindings->key() != "bindings") return false;
    const auto* action = operation->member("action");
    if (action == nullptr) return operation->key() == "publish";
    return action->IsString() && validation::detail::text_of(*action) == "receive";
}

inline void find_missing_consumers(run& asking, const site& at) {
    if (at.member("consumers") == nullptr && is_receiving(at))
        asking.report_name(at, "an SNS operation that is received needs \"consumers\"");
}

}  // namespace detail

inline constexpr rule missing_consumers{
    .code = "missing-consumers",
    .summary = "The SNS Operation Binding of an operation that receives says who listens.",
    .specification =
        "SNS Bindings, consumers, which applies to publish and receive: \"Required. "
        "The protocols that listen to this topic and their endpoints\"",
    .on_object = detail::find_missing_consumers,
    .only = {&grammar::sns_operation}};

}  // namespace asyncapi::checks
