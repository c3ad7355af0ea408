// What does the engine cost on the schemas of tools: large, open, with many patterns and
// alternatives?

#include "peers/rapidjson_peer.hpp"
#include "support/messages.hpp"
#include "support/run.hpp"
#ifdef ASYNCAPI_BENCHMARK_VALIJSON
#include "peers/valijson_peer.hpp"
#endif

#include <asyncapi/validation/parse_json.hpp>
#include <asyncapi/validation/schema.hpp>

#include <iostream>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

using asyncapi::validation::compiled_schema;
using benchmarks::measure;
using benchmarks::message_set;
using benchmarks::verify;

void add(const message_set& set) {
    measure("sax_nothing/" + set.name, set.valid, benchmarks::parse_into_nothing);

    const auto schema = compiled_schema::compile(set.schema).value();
    const auto accepts = [schema](const rapidjson::Value& value) { return schema.accepts(value); };
    verify("the engine", set.parsed, set.parsed_invalid, accepts);
    measure("validate/" + set.name, set.parsed, accepts);
    measure("parse_validate/" + set.name, set.valid, [schema](const std::string& text) {
        const auto json = asyncapi::validation::parse_json(text);
        return json && schema.accepts(*json);
    });
    static const std::vector<int> once{0};
    measure("compile/" + set.name, once,
            [text = set.schema](int) { return compiled_schema::compile(text).has_value(); });

#ifdef ASYNCAPI_BENCHMARK_VALIJSON
    // Its regular expressions are std::regex, which has not all of ECMA-262: then it is left out.
    try {
        auto other = std::make_shared<benchmarks::valijson_validator>(set.schema);
        const auto validate = [other](const rapidjson::Value& value) {
            return other->accepts(value);
        };
        verify("valijson", set.parsed, set.parsed_invalid, validate);
        measure("valijson_validate/" + set.name, set.parsed, validate);
    } catch (const std::exception& failure) {
        std::cerr << "left out: " << failure.what() << " (" << set.name << ")\n";
    }
#endif
}

}  // namespace

int main(int argc, char** argv) {
    const message_set manifest{"manifest"};
    const message_set workflow{"workflow"};
    return benchmarks::run(argc, argv, [&] {
        add(manifest);
        add(workflow);
    });
}
