#pragma once

#include <asyncapi/validation/draft07/schema_graph.hpp>
#include <asyncapi/validation/residual/blind_spots.hpp>
#include <asyncapi/validation/residual/facts.hpp>
#include <asyncapi/validation/residual/subtraction.hpp>

#include <memory>
#include <utility>

namespace asyncapi::validation {

/// What a schema asks of values that satisfy another schema already.
struct residual {
    /// Its root is what is left; its parts refer to the graphs below.
    std::shared_ptr<const detail::schema_graph> left;
    unsigned blind_spots = 0;  ///< where `left` needs more than a C++ value shows, by `blind_spot`

    std::shared_ptr<const detail::schema_graph> schema;
    std::shared_ptr<const detail::schema_graph> implied;

    /// Whether nothing is left: the other schema implies this one.
    bool is_true() const { return detail::says_nothing(*left->root); }
};

/// Subtracts from a schema what another implies.
///
/// For each value that satisfies `implied`, what is left and the schema give the same verdict.
/// When in doubt, more is left than would have to be.
inline residual subtract(std::shared_ptr<const detail::schema_graph> schema,
                         std::shared_ptr<const detail::schema_graph> implied) {
    const detail::facts known{*implied->root};
    auto left = std::make_shared<detail::schema_graph>();
    left->root = &detail::subtraction{*left}.run(*schema->root, known);
    left->height = schema->height + 1;  // members that two keywords speak of
    residual made;
    made.blind_spots = detail::blind_spot_search::run(*left->root, known);
    made.left = std::move(left);
    made.schema = std::move(schema);
    made.implied = std::move(implied);
    return made;
}

}  // namespace asyncapi::validation
