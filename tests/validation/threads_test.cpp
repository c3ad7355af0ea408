#include <asyncapi/validation/parse_json.hpp>
#include <asyncapi/validation/schema.hpp>

#include <doctest/doctest.h>

#include <atomic>
#include <thread>
#include <vector>

using namespace asyncapi::validation;

TEST_CASE("threads share a compiled schema, each with the right verdict") {
    const auto schema = compiled_schema::compile(R"({
        "properties": {"sku": {"pattern": "^[A-Z]+-[0-9]+$"}, "n": {"enum": [1, 2, 3]}},
        "patternProperties": {"^x-": {"uniqueItems": true}},
        "additionalProperties": {"$ref": "#"}})")
                            .value();
    const auto good = parse_json(R"({"sku":"ABC-42","n":3,"x-y":[1,2,{}],"more":{"n":1}})").value();
    const auto bad =
        parse_json(R"({"sku":"ABC-42","n":3,"x-y":[1,2,1],"more":{"sku":"a"}})").value();

    std::atomic<int> wrong = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i)
        threads.emplace_back([&, mine = schema] {
            for (int round = 0; round < 300; ++round) {
                wrong += !mine.accepts(good);
                wrong += mine.accepts(bad);
                wrong += mine.check(good).size() != 0;
                wrong += mine.check(bad, report::all).size() != 2;
            }
        });
    for (auto& each : threads) each.join();
    CHECK(wrong == 0);
}

TEST_CASE("threads compile at the same time") {
    std::atomic<int> wrong = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i)
        threads.emplace_back([&] {
            for (int round = 0; round < 20; ++round) {
                const auto schema = compiled_schema::compile(
                    R"({"$ref":"http://json-schema.org/draft-07/schema#"})");
                wrong += !schema || schema->accepts(parse_json("3").value());
            }
        });
    for (auto& each : threads) each.join();
    CHECK(wrong == 0);
}
