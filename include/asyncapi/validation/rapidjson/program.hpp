#pragma once

#include <asyncapi/validation/draft07/schema_graph.hpp>
#include <asyncapi/validation/rapidjson/event_source.hpp>
#include <asyncapi/validation/rapidjson/lower.hpp>
#include <asyncapi/validation/rapidjson/types.hpp>

#include <rapidjson/document.h>

#include <cstddef>
#include <new>
#include <optional>

namespace asyncapi::validation::detail {

/// RapidJSON's SchemaDocument of a schema, and what running its validator takes. One thread at a
/// time: the regexes inside keep state.
class rapidjson_program {
public:
    using outcome = event_source::outcome;

    rapidjson_program(const schema_graph& graph, std::size_t max_depth, std::size_t max_steps)
        : lowered_{graph},
          document_{lowered_.document()},
          events_{max_depth, lowered_.lists_names()},
          max_steps_{max_steps} {}

    /// Why nothing is to be run, when the schema cannot be enforced.
    const std::optional<error>& problem() const noexcept { return lowered_.problem(); }

    outcome run(const rapidjson::Value& instance) {
        pool_.reset();
        work_meter meter{max_steps_};
        try {
            // Never destroyed: all its memory is the pool's.
            auto* const memory = pool_.Malloc(sizeof(schema_validator));
            auto& validator = *new (memory) schema_validator{document_, &pool_};
            return events_.feed(instance, validator, [&](std::size_t index, std::size_t bytes) {
                return meter.spend(price(index, bytes));
            });
        } catch (const work_exhausted&) {
            return outcome::too_much_work;
        }
    }

    /// Where in the instance the last run stopped.
    std::string pointer() const { return events_.pointer(); }

private:
    // An event goes to all validators that are alive. RapidJSON compares an item with all before
    // it where items must be unique.
    std::size_t price(std::size_t index, std::size_t bytes) const noexcept {
        const auto comparisons = lowered_.has_unique_items() ? index : 0;
        return 1 + pool_.live_blocks() + bytes / 16 + comparisons / 8;
    }

    lowering lowered_;
    schema_document document_;
    event_source events_;
    state_pool pool_;
    std::size_t max_steps_;
};

}  // namespace asyncapi::validation::detail
