#pragma once

#include <benchmark/benchmark.h>

#include <cstddef>
#include <iostream>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace benchmarks {

/// Reports the time that `work` takes for one of `inputs`, over all of them in turn.
///
/// \param work  returns whether it did what it should
template <class Input, class Work>
void measure(const std::string& name, const std::vector<Input>& inputs, Work work) {
    benchmark::RegisterBenchmark(name.c_str(), [&inputs, work](benchmark::State& state) mutable {
        std::size_t next = 0;
        for (auto _ : state) {
            if (!work(inputs[next])) return state.SkipWithError("failed");
            if (++next == inputs.size()) next = 0;
        }
    });
}

/// Nobody is measured who does not do the work: `accepts` has to say yes to the one and no to the
/// other.
template <class Input, class Accepts>
void verify(const std::string& name, const std::vector<Input>& valid,
            const std::vector<Input>& invalid, Accepts accepts) {
    for (std::size_t i = 0; i < valid.size(); ++i)
        if (!accepts(valid[i]))
            throw std::runtime_error{name + " refuses valid message " + std::to_string(i + 1)};
    for (std::size_t i = 0; i < invalid.size(); ++i)
        if (accepts(invalid[i]))
            throw std::runtime_error{name + " accepts invalid message " + std::to_string(i + 1)};
}

/// `main` of a benchmark whose cases `add` verifies and registers.
template <class Add>
int run(int argc, char** argv, Add add) {
    try {
        add();
    } catch (const std::exception& failure) {
        std::cerr << failure.what() << '\n';
        return 1;
    }
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
    benchmark::RunSpecifiedBenchmarks();
    benchmark::Shutdown();
    return 0;
}

}  // namespace benchmarks
