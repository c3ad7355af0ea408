#pragma once

#include <asyncapi/document/checks/parts.hpp>
#include <asyncapi/document/grammar/common.hpp>

namespace asyncapi::checks {

namespace detail {

inline void find_missing_info_description(run& asking, const site& at) {
    const auto* text = at.member("description");
    if (text == nullptr || (text->IsString() && text->GetStringLength() == 0))
        asking.report_name(at, "\"info\" has no \"description\" of the application");
}

}  // namespace detail

inline constexpr rule missing_info_description{
    .code = "missing-info-description",
    .level = severity::information,
    .summary = "A document says what it describes.",
    .specification = "Info Object, description: \"A short description of the application\"",
    .on_object = detail::find_missing_info_description,
    .only = {&grammar::info}};

}  // namespace asyncapi::checks
