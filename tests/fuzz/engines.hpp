#pragma once

#include "require.hpp"

#include <asyncapi/validation/engine.hpp>
#include <asyncapi/validation/parse_json.hpp>
#include <asyncapi/validation/rapidjson_engine.hpp>

#include <rapidjson/document.h>

#include <algorithm>
#include <string>
#include <vector>

namespace fuzz {

/// Whether an engine gave up, which the other need not do at the same place.
inline bool is_stopped(const std::vector<asyncapi::violation>& found) {
    return std::ranges::any_of(found, [](const asyncapi::violation& each) {
        return each.reason.find("takes more work than is allowed") != std::string::npos ||
               each.reason.find("nests deeper than") != std::string::npos;
    });
}

/// Holds the default engine and the reference against one another, and their words against both.
inline void compare(const asyncapi::validation::engine& program,
                    const asyncapi::validation::engine& reference,
                    const rapidjson::Value& instance) {
    using asyncapi::validation::report;
    const bool accepted = program.accepts(instance);
    const auto first = program.check(instance, report::first);
    const auto all = program.check(instance, report::all);
    require(first.empty() == accepted, "the default engine explains exactly what it refuses");
    require(all.empty() == accepted, "the default engine explains all of what it refuses");
    require(first.size() <= 1, "the first violation is one");
    if (is_stopped(all)) return;
    for (const auto& each : all) {
        require(!each.reason.empty(), "a violation has a reason");
        require(each.reason != "the value does not satisfy its schema", "the reason is found");
        require(each.schema_pointer.find(each.keyword.empty() ? "" : "/") != std::string::npos,
                "a violation has a place in the schema");
    }
    if (reference.accepts(instance) == accepted) return;
    require(is_stopped(reference.check(instance, report::first)), "the engines agree");
}

}  // namespace fuzz
