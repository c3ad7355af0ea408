#pragma once

#include <asyncapi/document/checks/rule.hpp>

#include <string>

namespace asyncapi::checks {

namespace detail {

inline void find_missing_reference(run& asking, const site& at) {
    if (at.is->references != grammar::reference::must || at.parent == nullptr) return;
    asking.report(at, "here stands a Reference Object, {$ref: ...}, never the object itself");
}

}  // namespace detail

inline constexpr rule missing_reference{
    .code = "missing-reference",
    .summary = "Where only a Reference Object may stand, one stands.",
    .specification = "Operation Object, channel: \"It MUST contain a Reference Object\"",
    .since = {3, 0},
    .on_value = detail::find_missing_reference};

}  // namespace asyncapi::checks
