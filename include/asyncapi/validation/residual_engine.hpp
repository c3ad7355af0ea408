#pragma once

#include <asyncapi/validation/draft07/read.hpp>
#include <asyncapi/validation/json/view_equality.hpp>
#include <asyncapi/validation/program/build.hpp>
#include <asyncapi/validation/program/run.hpp>
#include <asyncapi/validation/residual.hpp>
#include <asyncapi/validation/residual_schema.hpp>

#include <algorithm>
#include <cstddef>
#include <memory>
#include <string_view>
#include <utility>

namespace asyncapi::validation {

namespace detail {

/// Runs a program of what is left over C++ values.
class residual_program final : public residual_schema::checker {
public:
    residual_program(residual what, const compile_options& options)
        : what_{std::move(what)},
          program_{program_builder::build(*what_.left)},
          max_depth_{std::min({options.max_depth, std::size_t{256},
                               2'048 / static_cast<std::size_t>(what_.left->height)})},
          max_steps_{options.max_steps} {}

    bool accepts(value_view value) const override {
        return program_run{program_, max_depth_, {max_steps_}}.accepts(value);
    }

private:
    residual what_;
    program program_;
    std::size_t max_depth_;
    std::size_t max_steps_;
};

}  // namespace detail

}  // namespace asyncapi::validation
