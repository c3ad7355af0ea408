#pragma once

#include <asyncapi/result.hpp>
#include <asyncapi/validation/draft07/read.hpp>
#include <asyncapi/validation/explain/explain.hpp>
#include <asyncapi/validation/program/build.hpp>
#include <asyncapi/validation/program/run.hpp>
#include <asyncapi/validation/schema.hpp>

#include <rapidjson/document.h>

#include <algorithm>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace asyncapi::validation {

/// The default engine: a schema compiled into flat tables, which any number of threads run at once.
///
/// Accepting costs nothing for messages: only after a refusal the schema is gone through again for
/// what a person needs.
class program_engine final : public engine {
public:
    /// \return `unenforceable_schema`
    static result<std::shared_ptr<const engine>> compile(std::string_view schema_json,
                                                         const compile_options& options) {
        auto graph = detail::read_schema(schema_json, options);
        if (!graph) return graph.error();
        return std::shared_ptr<const engine>{
            std::make_shared<program_engine>(std::move(*graph), options)};
    }

    program_engine(std::shared_ptr<const detail::schema_graph> graph,
                   const compile_options& options)
        : graph_{std::move(graph)},
          program_{detail::program_builder::build(*graph_)},
          max_depth_{std::min(options.max_depth, safe_depth(graph_->height))},
          max_steps_{options.max_steps} {}

    bool accepts(const rapidjson::Value& instance) const override {
        return detail::program_run{program_, max_depth_, {max_steps_}}.accepts(instance);
    }

    bool accepts(const rapidjson::Value& instance, work_left& work) const override {
        detail::program_run run{program_, max_depth_, work};
        const bool accepted = run.accepts(instance);
        work = run.work();
        return accepted;
    }

    std::vector<violation> check(const rapidjson::Value& instance, report extent) const override {
        detail::program_run run{program_, max_depth_, {max_steps_}};
        if (run.accepts(instance)) return {};
        switch (run.why()) {
            case detail::refusal::too_deep:
                return stopped("the value nests deeper than " + std::to_string(max_depth_) +
                               " levels");
            case detail::refusal::too_much_work:
                return stopped(too_much_work(run.exhausted()));
            default:
                return explain(instance, extent);
        }
    }

private:
    // The run of a program calls itself for each schema on each level of the instance.
    static std::size_t safe_depth(int height) {
        return std::min<std::size_t>(256, 2'048 / static_cast<std::size_t>(height));
    }

    static std::string too_much_work(const detail::pattern* exhausted) {
        if (exhausted == nullptr) return "checking the value takes more work than is allowed";
        return "matching the pattern " + detail::shortened(exhausted->source(), 80) +
               " takes more work than is allowed";
    }

    static std::vector<violation> stopped(std::string reason) {
        std::vector<violation> found(1);
        found.front().reason = std::move(reason);
        return found;
    }

    std::vector<violation> explain(const rapidjson::Value& instance, report extent) const {
        detail::explanation run{extent};
        run.explain(*graph_->root, instance);
        if (run.violations().empty()) return stopped("the value does not satisfy its schema");
        return std::move(run.violations());
    }

    std::shared_ptr<const detail::schema_graph> graph_;
    detail::program program_;
    std::size_t max_depth_;
    std::size_t max_steps_;
};

}  // namespace asyncapi::validation
