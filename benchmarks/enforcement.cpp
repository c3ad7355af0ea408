// What does it cost to hold a message to its contract, compared with only parsing it?

#include "order_request.hpp"

#include <asyncapi/codec/json.hpp>

#include <benchmark/benchmark.h>
#include <rapidjson/reader.h>

#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

std::string read_file(const std::string& name) {
    std::ifstream file{std::string{ASYNCAPI_BENCHMARK_DIR} + "/messages/" + name};
    if (!file) throw std::runtime_error{"cannot read " + name};
    return {std::istreambuf_iterator<char>{file}, {}};
}

std::vector<std::string> read_messages(const std::string& name) {
    std::ifstream file{std::string{ASYNCAPI_BENCHMARK_DIR} + "/messages/" + name + ".jsonl"};
    std::vector<std::string> lines;
    for (std::string line; std::getline(file, line);) lines.push_back(line);
    if (lines.empty()) throw std::runtime_error{"no messages in " + name};
    return lines;
}

/// Runs `work` over all messages in turn and reports the time of one.
template <class Work>
void over_messages(benchmark::State& state, const std::string& name, Work work) {
    const auto messages = read_messages(name);
    std::size_t next = 0;
    for (auto _ : state) {
        work(messages[next]);
        next = (next + 1) % messages.size();
    }
}

void parse_into_nothing(benchmark::State& state, const std::string& name) {
    over_messages(state, name, [](const std::string& text) {
        rapidjson::StringStream stream{text.c_str()};
        rapidjson::BaseReaderHandler<> nothing;
        rapidjson::Reader reader;
        if (!reader.Parse(stream, nothing)) throw std::runtime_error{"not JSON"};
    });
}

void parse_checked(benchmark::State& state, const std::string& name) {
    over_messages(state, name, [](const std::string& text) {
        if (!asyncapi::validation::parse_json(text)) throw std::runtime_error{"not JSON"};
    });
}

void parse_and_validate(benchmark::State& state, const std::string& name) {
    const auto schema =
        asyncapi::validation::compiled_schema::compile(read_file(name + ".schema.json")).value();
    over_messages(state, name, [&](const std::string& text) {
        const auto json = asyncapi::validation::parse_json(text);
        if (!json || !schema.accepts(*json)) throw std::runtime_error{"not valid"};
    });
}

void decode_typed(benchmark::State& state) {
    over_messages(state, "a", [](const std::string& text) {
        auto order = asyncapi::from_json<shop::order_request>(text);
        if (!order) throw std::runtime_error{order.error().to_string()};
        benchmark::DoNotOptimize(*order);
    });
}

void encode_typed(benchmark::State& state) {
    const auto order = asyncapi::from_json<shop::order_request>(read_messages("a").front()).value();
    for (auto _ : state) {
        auto text = asyncapi::to_json(order);
        benchmark::DoNotOptimize(text);
    }
}

}  // namespace

BENCHMARK_CAPTURE(parse_into_nothing, a, "a");
BENCHMARK_CAPTURE(parse_checked, a, "a");
BENCHMARK_CAPTURE(parse_and_validate, a, "a");
BENCHMARK(decode_typed)->Name("decode_typed/a");
BENCHMARK(encode_typed)->Name("encode_typed/a");
BENCHMARK_CAPTURE(parse_into_nothing, b, "b");
BENCHMARK_CAPTURE(parse_checked, b, "b");
BENCHMARK_CAPTURE(parse_and_validate, b, "b");
