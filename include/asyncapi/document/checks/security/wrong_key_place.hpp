#pragma once

#include <asyncapi/document/checks/parts.hpp>
#include <asyncapi/document/grammar/common.hpp>

#include <algorithm>
#include <string>

namespace asyncapi::checks {

namespace detail {

inline void find_wrong_key_place(run& asking, const site& at) {
    const auto* type = at.member("type");
    const auto* place = at.member("in");
    if (type == nullptr || place == nullptr || !type->IsString() || !place->IsString()) return;
    const auto name = text_of(*type);
    const auto in = text_of(*place);
    if (name != "apiKey" && name != "httpApiKey") return;
    if (std::ranges::find(grammar::key_places, in) == grammar::key_places.end()) return;
    const bool is_broker_place = in == "user" || in == "password";
    if (is_broker_place == (name == "apiKey")) return;
    asking.report_inside(at, "/in",
                         name == "apiKey"
                             ? "the key of an \"apiKey\" is in \"user\" or \"password\", not in " +
                                   quoted(in) + ": is the type \"httpApiKey\" meant?"
                             : "the key of an \"httpApiKey\" is in \"query\", \"header\" or "
                               "\"cookie\", not in " +
                                   quoted(in) + ": is the type \"apiKey\" meant?");
}

}  // namespace detail

inline constexpr rule wrong_key_place{
    .code = "wrong-key-place",
    .summary = "The key of an apiKey is in user or password, of an httpApiKey in the request.",
    .specification =
        "Security Scheme Object, in: \"Valid values are `user` and `password` for `apiKey` and "
        "`query`, `header` or `cookie` for `httpApiKey`\"",
    .on_object = detail::find_wrong_key_place,
    .only = {&grammar::security_scheme}};

}  // namespace asyncapi::checks
