#pragma once

#include <asyncapi/validation/rapidjson/lower_arrays.hpp>
#include <asyncapi/validation/rapidjson/lower_combinations.hpp>
#include <asyncapi/validation/rapidjson/lower_numbers.hpp>
#include <asyncapi/validation/rapidjson/lower_objects.hpp>
#include <asyncapi/validation/rapidjson/lower_strings.hpp>
#include <asyncapi/validation/rapidjson/lower_values.hpp>
#include <asyncapi/validation/rapidjson/lowering.hpp>

#include <cstddef>
#include <utility>

namespace asyncapi::validation::detail {

inline lowering::lowering(const schema_graph& graph) {
    for (const auto& each : graph.nodes) {
        lists_names_ = lists_names_ || each.objects.property_names != nullptr;
        has_unique_items_ = has_unique_items_ || each.arrays.unique_items;
    }
    const auto& root = resolved(*graph.root);
    auto top = whole(root);
    while (!undefined_.empty()) {
        const auto* next = undefined_.back();
        undefined_.pop_back();
        auto name = raw_text(names_.at(next));
        auto schema = whole(*next);
        definitions_.AddMember(std::move(name), std::move(schema), allocator());
    }
    set(top, "definitions", std::move(definitions_));
    static_cast<lowered_value&>(document_) = std::move(top);
}

inline lowered_value lowering::whole(const node& of) {
    if (of.is_false) return negation(empty());
    draft04 made;
    const auto* const outer = std::exchange(current_, &of);
    lower(*this, of.values, made);
    lower(*this, of.numbers, made);
    lower(*this, of.strings, made);
    lower(*this, of.arrays, made);
    lower(*this, of.objects, made);
    lower(*this, of.combinations, made);
    current_ = outer;
    if (!made.all_of.Empty()) set(made.keywords, "allOf", std::move(made.all_of));
    return std::move(made.keywords);
}

}  // namespace asyncapi::validation::detail
