#pragma once

#include <asyncapi/document/checks/channels/addresses.hpp>
#include <asyncapi/document/checks/parts.hpp>

#include <algorithm>
#include <string>
#include <string_view>

namespace asyncapi::checks {

namespace detail {

inline void find_unused_parameters(run& asking) {
    for (const auto& each : addresses_of(asking)) {
        const auto used = expressions_in(each.text);
        if (used.empty() && !is_version2(asking)) continue;
        for_each_member(each.channel.member("parameters"),
                        [&](std::string_view name, const document_value& parameter) {
                            if (name == "$ref" || name.starts_with("x-")) return;
                            if (std::ranges::find(used, name) != used.end()) return;
                            asking.report_name(parameter, "the parameter " + quoted(name) +
                                                              " is nowhere in the address " +
                                                              quoted(each.text, 80));
                        });
    }
}

}  // namespace detail

inline constexpr rule unused_parameter{.code = "unused-parameter",
                                       .level = severity::warning,
                                       .summary = "Each parameter of a channel is in its address.",
                                       .specification =
                                           "Parameters Object: \"It MUST match the parameter name "
                                           "used in the parent channel address\"",
                                       .on_document = detail::find_unused_parameters};

}  // namespace asyncapi::checks
