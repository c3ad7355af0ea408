#pragma once

#include <asyncapi/validation/draft07/in_place.hpp>
#include <asyncapi/validation/draft07/read_arrays.hpp>
#include <asyncapi/validation/draft07/read_combinations.hpp>
#include <asyncapi/validation/draft07/read_numbers.hpp>
#include <asyncapi/validation/draft07/read_objects.hpp>
#include <asyncapi/validation/draft07/read_strings.hpp>
#include <asyncapi/validation/draft07/read_values.hpp>
#include <asyncapi/validation/draft07/reader.hpp>

#include <memory>
#include <string_view>
#include <utility>

namespace asyncapi::validation::detail {

inline result<void> reader::read(std::string_view text) {
    auto root = library_.open(text);
    if (!root) return root.error();
    graph_.root = at(*root);
    while (!unread_.empty() && !problem_) {
        auto [next, where] = std::move(unread_.back());
        unread_.pop_back();
        current_ = std::move(where);
        read_node(*next);
    }
    if (problem_) return *problem_;
    return {};
}

inline const node* reader::at(const place& where) {
    const auto [known, is_new] = nodes_.try_emplace(where.value, nullptr);
    if (!is_new) return known->second;
    if (nodes_.size() > max_nodes) refuse("the schema has too many parts");
    auto entered = library_.enter(where);
    if (!entered && !problem_) problem_ = entered.error();
    auto& made = graph_.nodes.emplace_back();
    made.location = where.location;
    known->second = &made;
    if (entered) unread_.emplace_back(&made, std::move(*entered));
    return &made;
}

inline void reader::read_node(node& into) {
    keyword_ = {};
    if (current_.value->IsBool()) {
        into.is_false = current_.value->IsFalse();
        return;
    }
    if (!current_.value->IsObject()) return refuse("a schema must be an object or a boolean");
    const auto* reference = keyword("$ref");
    if (reference != nullptr && reference->IsString()) return read_reference(into, *reference);
    read_values(*this, into.values);
    read_numbers(*this, into.numbers);
    read_strings(*this, into.strings);
    read_arrays(*this, into.arrays);
    read_objects(*this, into.objects);
    read_combinations(*this, into.combinations);
}

inline void reader::read_reference(node& into, const rapidjson::Value& reference) {
    const auto target = library_.find(current_.base, text_of(reference), current_.location);
    if (!target) {
        if (!problem_) problem_ = target.error();
        return;
    }
    auto* found = const_cast<node*>(at(*target));
    found->is_referenced = true;
    into.target = found;
}

/// Reads a schema of draft-07 with all it refers to.
///
/// \return `unenforceable_schema` when it is no such schema, or nothing could enforce it
inline result<std::shared_ptr<const schema_graph>> read_schema(std::string_view text,
                                                               const compile_options& options) {
    auto graph = std::make_shared<schema_graph>();
    if (auto read = reader{*graph, options}.read(text); !read) return read.error();
    const auto height = check_in_place(*graph);
    if (!height) return height.error();
    graph->height = *height;
    return std::shared_ptr<const schema_graph>{std::move(graph)};
}

}  // namespace asyncapi::validation::detail
