#pragma once

#include <asyncapi/validation/explain/explanation.hpp>
#include <asyncapi/validation/explain/values.hpp>
#include <asyncapi/validation/program/build_alternatives.hpp>

#include <algorithm>
#include <cstddef>
#include <string>
#include <tuple>
#include <vector>

namespace asyncapi::validation::detail {

/// Whether a property says by its value that an object is meant to be another alternative.
inline bool has_other_label(const node& alternative, const rapidjson::Value& value) {
    if (!value.IsObject()) return false;
    return std::ranges::any_of(key_search{alternative}.keys(), [&](const alternative_key& key) {
        if (key.values.empty()) return false;
        const auto* label = find_member(value, key.name);
        return label != nullptr && std::ranges::none_of(key.values, [&](const auto* each) {
                   return equal(*each, *label);
               });
    });
}

/// Says of alternatives none of which fits what is wrong with the nearest: the one that takes
/// values of this type, has the label that the object bears, and fails deepest inside.
inline std::string nearest_text(explanation& run, const char* keyword,
                                const std::vector<const node*>& alternatives,
                                const rapidjson::Value& value) {
    std::string text =
        alternatives.size() == 1
            ? "the only alternative does not fit"
            : "none of the " + std::to_string(alternatives.size()) + " alternatives fits";
    if (alternatives.size() > 20) return text;
    std::tuple<bool, bool, std::size_t> best{false, false, 0};
    std::size_t nearest = 0;
    violation why;
    for (std::size_t i = 0; i < alternatives.size(); ++i) {
        auto found = run.first_of(*alternatives[i], value);
        const auto types = resolved(*alternatives[i]).values.types;
        const auto depth = std::ranges::count(found.pointer, '/');
        const std::tuple score{types == 0 || (types & types_of(value)) != 0,
                               !has_other_label(*alternatives[i], value),
                               static_cast<std::size_t>(depth)};
        if (found.reason.empty() || (!why.reason.empty() && score <= best)) continue;
        best = score;
        nearest = i;
        why = std::move(found);
    }
    if (why.reason.empty()) return text;
    if (alternatives.size() > 1)
        text += "; the nearest is " + std::string{keyword} + '/' + std::to_string(nearest);
    text += ": " + why.reason;
    if (!why.pointer.empty()) text += " at " + shortened(why.pointer, 60);
    return text;
}

inline bool explain_alternatives(explanation& run, const node& schema,
                                 const rapidjson::Value& value) {
    const auto& k = schema.combinations;
    bool valid = true;
    if (!k.any_of.empty() &&
        std::ranges::none_of(k.any_of, [&](const node* each) { return run.holds(*each, value); }))
        valid =
            run.fail(schema, "anyOf", [&] { return nearest_text(run, "anyOf", k.any_of, value); });
    std::vector<std::size_t> fitting;
    for (std::size_t i = 0; i < k.one_of.size() && fitting.size() < 2; ++i)
        if (run.holds(*k.one_of[i], value)) fitting.push_back(i);
    if (!k.one_of.empty() && fitting.empty())
        valid =
            run.fail(schema, "oneOf", [&] { return nearest_text(run, "oneOf", k.one_of, value); });
    if (fitting.size() > 1)
        valid = run.fail(schema, "oneOf", [&] {
            return "oneOf/" + std::to_string(fitting[0]) + " and oneOf/" +
                   std::to_string(fitting[1]) + " both fit, where exactly one may";
        });
    return valid;
}

inline bool explain_combinations(explanation& run, const node& schema,
                                 const rapidjson::Value& value) {
    const auto& k = schema.combinations;
    bool valid = true;
    for (const auto* each : k.all_of) {
        if (run.is_enough(valid)) return false;
        valid = run.explain(*each, value) && valid;
    }
    if (run.is_enough(valid)) return false;
    valid = explain_alternatives(run, schema, value) && valid;
    if (k.negated != nullptr && run.holds(*k.negated, value))
        valid = run.fail(schema, "not",
                         [] { return std::string{"the value is what the schema excludes"}; });
    if (k.condition == nullptr || run.is_enough(valid)) return valid;
    const auto* const branch = run.holds(*k.condition, value) ? k.consequent : k.alternative;
    return (branch == nullptr || run.explain(*branch, value)) && valid;
}

}  // namespace asyncapi::validation::detail
