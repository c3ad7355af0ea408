#pragma once

#include <asyncapi/result.hpp>
#include <asyncapi/validation/draft07/library.hpp>
#include <asyncapi/validation/draft07/schema_graph.hpp>

#include <algorithm>
#include <optional>
#include <unordered_map>

namespace asyncapi::validation::detail {

/// Calls `visit(schema, times)` for each schema that `of` applies to the same value, and how often
/// validating with it does.
template <class Visit>
void for_each_in_place(const node& of, Visit visit) {
    if (of.target != nullptr) visit(*of.target, 1);
    const auto& c = of.combinations;
    for (const auto* list : {&c.all_of, &c.any_of, &c.one_of})
        for (const auto* each : *list) visit(*each, 1);
    if (c.negated != nullptr) visit(*c.negated, 1);
    if (c.condition != nullptr)
        visit(*c.condition, c.consequent != nullptr && c.alternative != nullptr ? 2 : 1);
    for (const auto* branch : {c.consequent, c.alternative})
        if (branch != nullptr) visit(*branch, 1);
    for (const auto& each : of.objects.dependencies)
        if (each.schema != nullptr) visit(*each.schema, 1);
}

/// Refuses schemas that apply themselves to the same value, like `{"$ref": "#"}`, or that stack
/// more schemas on one value than can be run through.
class in_place_check {
public:
    static constexpr int max_height = 64;
    static constexpr double max_weight = 10'000;

    std::optional<error> problem;

    /// How many schemas stand on one another on one value, this one among them.
    int height_of(const node& of) { return measure(of, 0).height; }

private:
    struct size {
        int height = 1;
        double weight = 1;
        bool is_open = true;  // being measured
    };

    size measure(const node& of, int depth) {
        const auto [known, is_new] = sizes_.try_emplace(&of);
        if (!is_new) {
            if (known->second.is_open) refuse(of, "the schema applies itself to the same value");
            return known->second;
        }
        size made;
        if (depth > max_height * 4) refuse(of, "too many schemas refer to one another");
        for_each_in_place(of, [&](const node& inner, int times) {
            if (problem) return;
            const auto part = measure(inner, depth + 1);
            made.height = std::max(made.height, part.height + (of.target == nullptr));
            made.weight += times * part.weight;
        });
        if (made.height > max_height || made.weight > max_weight)
            refuse(of, "too many schemas apply to one value");
        made.is_open = false;
        return sizes_[&of] = made;
    }

    void refuse(const node& at, const char* why) {
        if (!problem) problem = unenforceable(at.location, at.target ? "$ref" : "", why);
    }

    std::unordered_map<const node*, size> sizes_;
};

/// \return the greatest height of a schema of the graph
inline result<int> check_in_place(const schema_graph& graph) {
    in_place_check check;
    int height = 1;
    for (const auto& each : graph.nodes) height = std::max(height, check.height_of(each));
    if (check.problem) return *check.problem;
    return height;
}

}  // namespace asyncapi::validation::detail
