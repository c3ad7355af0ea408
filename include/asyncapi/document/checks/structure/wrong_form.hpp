#pragma once

#include <asyncapi/document/checks/fitting.hpp>
#include <asyncapi/document/checks/rule.hpp>
#include <asyncapi/document/checks/text_forms.hpp>

#include <string>
#include <string_view>

namespace asyncapi::checks {

namespace detail {

constexpr std::string_view description_of(grammar::text_form form) {
    using grammar::text_form;
    switch (form) {
        case text_form::absolute_url:
            return "no absolute URL, as in https://example.com/terms";
        case text_form::uri:
            return "no URI, as in urn:example:service";
        case text_form::email:
            return "no email address";
        case text_form::media_type:
            return "no media type, as in application/json";
        default:
            return "no runtime expression, as in $message.header#/correlationId";
    }
}

inline void find_wrong_form(run& asking, const site& at) {
    if (!at->IsString()) return;
    const auto* is = fitting(*at.is, *at);
    if (is == nullptr || is->form == grammar::text_form::any ||
        is->form == grammar::text_form::regex)
        return;
    const auto text = validation::detail::text_of(*at);
    if (!has_form(text, is->form))
        asking.report(at, validation::detail::quoted(text, 80) + " is " +
                              std::string{description_of(is->form)});
}

}  // namespace detail

inline constexpr rule wrong_form{
    .code = "wrong-form",
    .summary = "URLs, email addresses, media types and runtime expressions are well formed.",
    .specification =
        "Info Object, termsOfService: \"This MUST be in the form of an absolute "
        "URL\"; Contact Object, email: \"MUST be in the format of an email address\"; "
        "Message Object, contentType: \"The value MUST be a specific media type\"",
    .on_value = detail::find_wrong_form};

}  // namespace asyncapi::checks
