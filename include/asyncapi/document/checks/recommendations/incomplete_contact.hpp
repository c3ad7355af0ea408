#pragma once

#include <asyncapi/document/checks/parts.hpp>
#include <asyncapi/document/grammar/common.hpp>

#include <string_view>
#include <vector>

namespace asyncapi::checks {

namespace detail {

inline void find_incomplete_contact(run& asking, const site& at) {
    std::vector<std::string_view> missing;
    for (const std::string_view member : {"name", "url", "email"})
        if (at.member(member) == nullptr) missing.push_back(member);
    if (!missing.empty()) asking.report_name(at, "the contact has no " + listed(missing, "or"));
}

}  // namespace detail

inline constexpr rule incomplete_contact{
    .code = "incomplete-contact",
    .level = severity::information,
    .summary = "A contact has a name, a URL and an e-mail address.",
    .specification = "Contact Object: \"Contact information for the exposed API\"",
    .on_object = detail::find_incomplete_contact,
    .only = {&grammar::contact}};

}  // namespace asyncapi::checks
