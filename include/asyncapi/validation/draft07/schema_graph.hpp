#pragma once

#include <asyncapi/validation/draft07/node.hpp>

#include <rapidjson/document.h>

#include <deque>

namespace asyncapi::validation::detail {

/// A schema with all it refers to, read and checked: what engines compile and what violations are
/// explained from. Does not move: its parts point at one another.
struct schema_graph {
    schema_graph() = default;
    schema_graph(const schema_graph&) = delete;
    schema_graph& operator=(const schema_graph&) = delete;

    std::deque<rapidjson::Document> documents;
    std::deque<pattern> patterns;
    std::deque<node> nodes;
    const node* root = nullptr;
    int height = 1;  ///< how many schemas stand on one another on one value, at most
};

}  // namespace asyncapi::validation::detail
