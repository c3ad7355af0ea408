#pragma once

#include <rapidjson/document.h>

#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <vector>

namespace benchmarks {

inline std::string read_file(const std::string& name) {
    std::ifstream file{std::string{ASYNCAPI_BENCHMARK_DIR} + "/messages/" + name};
    if (!file) throw std::runtime_error{"cannot read " + name};
    return {std::istreambuf_iterator<char>{file}, {}};
}

inline std::vector<std::string> read_lines(const std::string& name) {
    std::ifstream file{std::string{ASYNCAPI_BENCHMARK_DIR} + "/messages/" + name};
    std::vector<std::string> lines;
    for (std::string line; std::getline(file, line);) lines.push_back(line);
    if (lines.empty()) throw std::runtime_error{"no messages in " + name};
    return lines;
}

inline std::vector<rapidjson::Document> parse_all(const std::vector<std::string>& texts) {
    std::vector<rapidjson::Document> parsed;
    for (const auto& text : texts)
        if (parsed.emplace_back().Parse(text.data(), text.size()).HasParseError())
            throw std::runtime_error{"not JSON: " + text};
    return parsed;
}

/// A schema, and messages that keep and break it.
struct message_set {
    explicit message_set(const std::string& of)
        : name{of},
          schema{read_file(of + ".schema.json")},
          valid{read_lines(of + ".jsonl")},
          invalid{read_lines(of + ".bad.jsonl")},
          parsed{parse_all(valid)},
          parsed_invalid{parse_all(invalid)} {}

    std::string name;
    std::string schema;
    std::vector<std::string> valid;
    std::vector<std::string> invalid;
    std::vector<rapidjson::Document> parsed;
    std::vector<rapidjson::Document> parsed_invalid;
};

}  // namespace benchmarks
