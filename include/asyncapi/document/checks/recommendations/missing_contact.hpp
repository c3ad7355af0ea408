#pragma once

#include <asyncapi/document/checks/parts.hpp>
#include <asyncapi/document/grammar/common.hpp>

namespace asyncapi::checks {

namespace detail {

inline void find_missing_contact(run& asking, const site& at) {
    if (at.member("contact") == nullptr)
        asking.report_name(at, "\"info\" says nobody to ask: add \"contact\"");
}

}  // namespace detail

inline constexpr rule missing_contact{
    .code = "missing-contact",
    .level = severity::information,
    .summary = "A document says whom to ask.",
    .specification = "Info Object, contact: \"The contact information for the exposed API\"",
    .on_object = detail::find_missing_contact,
    .only = {&grammar::info}};

}  // namespace asyncapi::checks
