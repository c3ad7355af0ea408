#pragma once

#include <asyncapi/validation/draft07/read.hpp>
#include <asyncapi/validation/engine.hpp>
#include <asyncapi/validation/explain/explain.hpp>
#include <asyncapi/validation/program/build.hpp>
#include <asyncapi/validation/program/run.hpp>

#include <rapidjson/document.h>

#include <algorithm>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace asyncapi::validation {
namespace detail {

class schema_program final : public engine {
public:
    schema_program(std::shared_ptr<const schema_graph> graph, const compile_options& options)
        : graph_{std::move(graph)},
          program_{program_builder::build(*graph_)},
          max_depth_{std::min(options.max_depth, safe_depth(graph_->height))},
          max_steps_{options.max_steps} {}

    bool accepts(const rapidjson::Value& instance) const override {
        return program_run{program_, max_depth_, {max_steps_}}.accepts(instance);
    }

    bool accepts(const rapidjson::Value& instance, work_left& work) const override {
        program_run run{program_, max_depth_, work};
        const bool accepted = run.accepts(instance);
        work = run.work();
        return accepted;
    }

    std::vector<violation> check(const rapidjson::Value& instance, report extent) const override {
        program_run run{program_, max_depth_, {max_steps_}};
        if (run.accepts(instance)) return {};
        switch (run.why()) {
            case refusal::too_deep:
                return stopped("the value nests deeper than " + std::to_string(max_depth_) +
                               " levels");
            case refusal::too_much_work:
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

    static std::string too_much_work(const pattern* exhausted) {
        if (exhausted == nullptr) return "checking the value takes more work than is allowed";
        return "matching the pattern " + shortened(exhausted->source(), 80) +
               " takes more work than is allowed";
    }

    static std::vector<violation> stopped(std::string reason) {
        std::vector<violation> found(1);
        found.front().reason = std::move(reason);
        return found;
    }

    std::vector<violation> explain(const rapidjson::Value& instance, report extent) const {
        explanation run{extent};
        run.explain(*graph_->root, instance);
        if (run.violations().empty()) return stopped("the value does not satisfy its schema");
        return std::move(run.violations());
    }

    std::shared_ptr<const schema_graph> graph_;
    program program_;
    std::size_t max_depth_;
    std::size_t max_steps_;
};

}  // namespace detail

ASYNCAPI_DECL result<std::shared_ptr<const engine>> program_engine::compile(
    std::string_view schema_json, const compile_options& options) {
    auto graph = detail::read_schema(schema_json, options);
    if (!graph) return graph.error();
    return std::shared_ptr<const engine>{
        std::make_shared<detail::schema_program>(std::move(*graph), options)};
}

}  // namespace asyncapi::validation
