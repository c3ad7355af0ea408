#pragma once

#include <asyncapi/document/checks/parts.hpp>
#include <asyncapi/document/grammar/schema.hpp>

#include <string>
#include <string_view>

namespace asyncapi::checks {

namespace detail {

inline void find_contradictory_limits(run& asking, const site& at) {
    struct pair {
        std::string_view least;
        std::string_view most;
        bool is_exclusive;
    };
    constexpr pair pairs[] = {{"minimum", "maximum", false},
                              {"exclusiveMinimum", "maximum", true},
                              {"minimum", "exclusiveMaximum", true},
                              {"exclusiveMinimum", "exclusiveMaximum", true},
                              {"minLength", "maxLength", false},
                              {"minItems", "maxItems", false},
                              {"minProperties", "maxProperties", false}};
    for (const auto& each : pairs) {
        const auto* least = at.member(each.least);
        const auto* most = at.member(each.most);
        if (least == nullptr || most == nullptr || !least->IsNumber() || !most->IsNumber())
            continue;
        const auto from = least->GetDouble();
        const auto to = most->GetDouble();
        if (each.is_exclusive ? from < to : from <= to) continue;
        asking.report_inside(at, "/" + std::string{each.least},
                             quoted(each.least) + " is " + value_text(*least) + " and " +
                                 quoted(each.most) + " is " + value_text(*most) +
                                 ": nothing satisfies both");
    }
}

}  // namespace detail

inline constexpr rule contradictory_limits{
    .code = "contradictory-limits",
    .level = severity::warning,
    .summary = "A schema's least is not more than its most.",
    .specification =
        "JSON Schema Validation draft-07, section 6: \"MUST be a non-negative integer\"",
    .on_object = detail::find_contradictory_limits,
    .only = {&grammar::schema_object}};

}  // namespace asyncapi::checks
