#pragma once

#include <asyncapi/validation/pattern/expression.hpp>

#include <string>
#include <utility>

namespace asyncapi::validation::detail {

/// What RapidJSON's regex has no word for; nullptr when it has.
inline const char* beyond_rapidjson(const expression& e) {
    using kind = expression::kind;
    switch (e.what) {
        case kind::back_reference:
            return "a back reference";
        case kind::boundary:
            return "a word boundary";
        case kind::look_ahead:
            return "look-ahead";
        case kind::look_behind:
            return "look-behind";
        default:
            return e.properties.empty() ? nullptr : "a Unicode property";
    }
}

/// Takes the groups out of an expression: nothing refers to them.
///
/// \return what cannot be translated, and where; empty when all can
inline std::string without_groups(expression& e) {
    if (const auto* what = beyond_rapidjson(e))
        return what + std::string{" at character "} + std::to_string(e.at);
    for (auto& part : e.parts)
        if (auto problem = without_groups(part); !problem.empty()) return problem;
    if (e.what == expression::kind::group) {
        auto inner = std::move(e.parts.front());
        e = std::move(inner);
    }
    return {};
}

}  // namespace asyncapi::validation::detail
