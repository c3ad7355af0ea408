#pragma once

#include <asyncapi/validation/explain/explanation.hpp>
#include <asyncapi/validation/explain/strings.hpp>
#include <asyncapi/validation/json/equality.hpp>
#include <asyncapi/validation/program/unique.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>

namespace asyncapi::validation::detail {

/// Deeper values are not compared for an explanation: engines follow none.
inline constexpr std::size_t max_compared_depth = 256;

/// \return the indices of two equal items
inline std::optional<std::pair<std::size_t, std::size_t>> find_twins(
    const rapidjson::Value& array) {
    std::unordered_multimap<std::uint64_t, rapidjson::SizeType> seen;
    for (rapidjson::SizeType i = 0; i < array.Size(); ++i) {
        const auto digest = digest_of(array[i]);
        const auto [begin, end] = seen.equal_range(digest);
        for (auto at = begin; at != end; ++at)
            if (equal(array[at->second], array[i])) return std::pair{at->second, i};
        seen.emplace(digest, i);
    }
    return std::nullopt;
}

inline bool explain_items(explanation& run, const node& schema, const rapidjson::Value& array) {
    const auto& k = schema.arrays;
    bool valid = true;
    for (rapidjson::SizeType i = 0; i < array.Size(); ++i) {
        if (run.is_enough(valid)) return false;
        const bool in_tuple = i < k.tuple.size();
        const auto* item = k.is_tuple ? (in_tuple ? k.tuple[i] : k.additional_items) : k.items;
        if (item == nullptr) continue;
        if (!item->is_false) {
            valid = run.explain_at(std::size_t{i}, *item, array[i]) && valid;
        } else if (!in_tuple && k.is_tuple) {
            valid = run.fail_at(std::size_t{i}, schema, "additionalItems", [&] {
                return "there may be no item after the first " + std::to_string(k.tuple.size());
            });
        } else {
            valid = run.fail_at(std::size_t{i}, schema, "items",
                                [] { return std::string{"there may be no such item"}; });
        }
    }
    return valid;
}

inline bool explain_arrays(explanation& run, const node& schema, const rapidjson::Value& value) {
    if (!value.IsArray()) return true;
    const auto& k = schema.arrays;
    const auto size = std::size_t{value.Size()};
    bool valid = true;
    if (k.min_items && size < *k.min_items)
        valid = run.fail(schema, "minItems", [&] {
            return "the array has " + too_few(size, *k.min_items, "item", "items");
        });
    if (k.max_items && size > *k.max_items)
        valid = run.fail(schema, "maxItems", [&] {
            return "the array has " + too_many(size, *k.max_items, "item", "items");
        });
    if (run.is_enough(valid)) return false;
    valid = explain_items(run, schema, value) && valid;
    if (run.is_enough(valid)) return false;
    if (k.unique_items && count_values(value, max_compared_depth) != too_deep_to_count)
        if (const auto twins = find_twins(value))
            valid = run.fail(schema, "uniqueItems", [&] {
                return "items " + std::to_string(twins->first) + " and " +
                       std::to_string(twins->second) + " are equal";
            });
    if (k.contains != nullptr) {
        bool found = false;
        for (rapidjson::SizeType i = 0; i < value.Size() && !found; ++i)
            found = run.holds(*k.contains, value[i]);
        if (!found)
            valid = run.fail(schema, "contains",
                             [] { return std::string{"no item is what the array must contain"}; });
    }
    return valid;
}

}  // namespace asyncapi::validation::detail
