#pragma once

#include <asyncapi/document/checks/rule.hpp>

#include <string>

namespace asyncapi::checks {

namespace detail {

inline void find_unresolved_reference(run& asking, const site& at,
                                      const result<document_value>& target) {
    if (target) return;
    const auto* reference = document::reference_of(*at);
    asking.report_inside(
        at, "/$ref",
        "the reference " + validation::detail::quoted(validation::detail::text_of(*reference), 80) +
            " leads to nothing: " + target.error().detail());
}

}  // namespace detail

inline constexpr rule unresolved_reference{
    .code = "unresolved-reference",
    .summary = "A reference leads to a value.",
    .specification = "Reference Object: \"the JSON Reference specification\"; RFC 6901 section 7",
    .on_reference = detail::find_unresolved_reference};

}  // namespace asyncapi::checks
