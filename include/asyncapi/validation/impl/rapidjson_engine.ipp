#pragma once

#include <asyncapi/validation/draft07/read.hpp>
#include <asyncapi/validation/explain/explain.hpp>
#include <asyncapi/validation/rapidjson/program.hpp>
#include <asyncapi/validation/rapidjson_engine.hpp>

#include <rapidjson/document.h>

#include <algorithm>
#include <cstddef>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace asyncapi::validation {
namespace detail {

class rapidjson_schema final : public engine {
public:
    rapidjson_schema(std::shared_ptr<const schema_graph> graph, const compile_options& options)
        : graph_{std::move(graph)},
          max_depth_{std::min(options.max_depth, safe_depth(graph_->height))},
          program_{*graph_, max_depth_, options.max_steps} {}

    const std::optional<error>& problem() const noexcept { return program_.problem(); }

    bool accepts(const rapidjson::Value& instance) const override {
        const std::lock_guard lock{mutex_};
        return program_.run(instance) == outcome::accepted;
    }

    std::vector<violation> check(const rapidjson::Value& instance, report extent) const override {
        const auto [found, where] = run(instance);
        switch (found) {
            case outcome::accepted:
                return {};
            case outcome::rejected:
                return explain(instance, extent, where);
            case outcome::too_deep:
                return stopped(
                    where, "the value nests deeper than " + std::to_string(max_depth_) + " levels");
            case outcome::not_unicode:
                return stopped(where, "a text is not valid UTF-8");
            case outcome::not_a_number:
                return stopped(where, "an infinity or NaN is no JSON number");
            case outcome::too_much_work:
                break;
        }
        return stopped(where, "checking the value takes more work than is allowed");
    }

private:
    using outcome = rapidjson_program::outcome;

    // RapidJSON's validators call one another for each schema on each level.
    static std::size_t safe_depth(int height) {
        return std::min<std::size_t>(256, 2'048 / static_cast<std::size_t>(height));
    }

    // The verdict, and where the run stopped.
    std::pair<outcome, std::string> run(const rapidjson::Value& instance) const {
        const std::lock_guard lock{mutex_};
        const auto found = program_.run(instance);
        return {found, found == outcome::accepted ? std::string{} : program_.pointer()};
    }

    static std::vector<violation> stopped(const std::string& where, std::string reason) {
        std::vector<violation> found(1);
        found.front().pointer = where;
        found.front().reason = std::move(reason);
        return found;
    }

    std::vector<violation> explain(const rapidjson::Value& instance, report extent,
                                   const std::string& where) const {
        explanation reasons{extent};
        reasons.explain(*graph_->root, instance);
        if (reasons.violations().empty())
            return stopped(where, "the value does not satisfy its schema");
        return std::move(reasons.violations());
    }

    std::shared_ptr<const schema_graph> graph_;
    std::size_t max_depth_;
    mutable std::mutex mutex_;
    mutable rapidjson_program program_;
};

}  // namespace detail

ASYNCAPI_DECL result<std::shared_ptr<const engine>> rapidjson_engine::compile(
    std::string_view schema_json, const compile_options& options) {
    auto graph = detail::read_schema(schema_json, options);
    if (!graph) return graph.error();
    auto made = std::make_shared<const detail::rapidjson_schema>(std::move(*graph), options);
    if (made->problem()) return *made->problem();
    return std::shared_ptr<const engine>{std::move(made)};
}

}  // namespace asyncapi::validation
