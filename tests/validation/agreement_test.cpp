#include <asyncapi/validation/draft07/read.hpp>
#include <asyncapi/validation/engine.hpp>
#include <asyncapi/validation/explain/explain.hpp>
#include <asyncapi/validation/parse_json.hpp>
#include <asyncapi/validation/rapidjson_engine.hpp>

#include <doctest/doctest.h>

#include <support/schema_generator.hpp>

using namespace asyncapi::validation;

TEST_CASE("the engines and the explanation agree on generated schemas and instances") {
    int accepted = 0;
    int refused = 0;
    for (int round = 0; round < support::rounds(); ++round) {
        support::schema_generator make{static_cast<unsigned>(round)};
        const auto text = make.schema();
        CAPTURE(text);
        const auto reference = rapidjson_engine::compile(text, {});
        if (!reference) MESSAGE(reference.error().to_string());
        REQUIRE(reference);
        const auto program = program_engine::compile(text, {}).value();
        const auto graph = detail::read_schema(text, {}).value();
        for (int i = 0; i < 20; ++i) {
            const auto instance_text = make.value(3);
            CAPTURE(instance_text);
            const auto instance = parse_json(instance_text).value();

            const bool verdict = (*reference)->accepts(instance);
            CHECK(program->accepts(instance) == verdict);
            detail::explanation all{report::all};
            detail::explanation first{report::first};
            detail::explanation quiet{report::first};
            CHECK(all.explain(*graph->root, instance) == verdict);
            CHECK(first.explain(*graph->root, instance) == verdict);
            CHECK(quiet.holds(*graph->root, instance) == verdict);
            CHECK(all.violations().empty() == verdict);
            CHECK(first.violations().size() == (verdict ? 0 : 1));
            CHECK(quiet.violations().empty());
            ++(verdict ? accepted : refused);
        }
    }
    CHECK(accepted > refused / 10);
    CHECK(refused > accepted / 10);
}
