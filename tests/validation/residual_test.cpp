#include <asyncapi/validation/draft07/read.hpp>
#include <asyncapi/validation/parse_json.hpp>
#include <asyncapi/validation/program/build.hpp>
#include <asyncapi/validation/program/run.hpp>
#include <asyncapi/validation/residual.hpp>

#include <doctest/doctest.h>

#include <support/schema_generator.hpp>
#include <support/write_schema.hpp>

#include <cstddef>
#include <random>
#include <string>

using namespace asyncapi::validation;

namespace {

residual left_of(const std::string& schema, const std::string& implied) {
    return subtract(detail::read_schema(schema, {}).value(),
                    detail::read_schema(implied, {}).value());
}

std::string text_of(const residual& what) {
    return support::schema_text_writer::write(*what.left->root);
}

bool accepts(const detail::schema_graph& graph, const rapidjson::Value& value) {
    const auto program = detail::program_builder::build(graph);
    return detail::program_run{program, 64, {1'000'000}}.accepts(value);
}

struct subtraction_case {
    const char* schema;
    const char* implied;
    const char* left;
};

}  // namespace

TEST_CASE("what another schema implies is taken off") {
    const subtraction_case cases[] = {
        {"{}", "{}", "true"},
        {R"({"type":"string"})", "{}", R"({"type":"string"})"},
        {"{}", R"({"type":"string"})", "true"},
        {R"({"title":"a","$comment":"b","default":1,"examples":[1]})", "{}", "true"},

        {R"({"type":"number"})", R"({"type":"integer"})", "true"},
        {R"({"type":"integer"})", R"({"type":"number"})", R"({"type":"integer"})"},
        {R"({"type":["integer","null"]})", R"({"enum":[1.0,null]})", "true"},
        {R"({"minLength":3,"minimum":1})", R"({"type":"integer"})", R"({"minimum":1})"},
        {R"({"enum":["a","b","c"]})", R"({"enum":["b","c"]})", "true"},
        {R"({"enum":["a","b"]})", R"({"enum":["b","c"]})", R"({"enum":["a","b"]})"},
        {R"({"const":"a"})", R"({"type":"string","const":"a"})", "true"},
        {R"({"pattern":"^[ab]$","maxLength":1})", R"({"enum":["a","b"]})", "true"},
        {R"({"enum":[false,true]})", R"({"type":"boolean"})", "true"},

        {R"({"maximum":1000,"minimum":0})", R"({"maximum":100})", R"({"minimum":0})"},
        {R"({"exclusiveMinimum":0})", R"({"minimum":1})", "true"},
        {R"({"exclusiveMinimum":1})", R"({"minimum":1})", R"({"exclusiveMinimum":1})"},
        {R"({"multipleOf":0.1})", R"({"multipleOf":0.5})", "true"},
        {R"({"multipleOf":1})", R"({"type":"integer"})", "true"},
        {R"({"multipleOf":4})", R"({"multipleOf":2})", R"({"multipleOf":4})"},
        {R"({"minLength":1,"maxLength":9,"pattern":"a"})",
         R"({"minLength":2,"maxLength":10,"pattern":"a"})", R"({"maxLength":9})"},

        {R"({"items":{"minimum":1},"minItems":1,"uniqueItems":true})",
         R"({"items":{"minimum":2},"maxItems":1})", R"({"minItems":1})"},
        {R"({"items":{"type":"string"}})",
         R"({"items":[{"type":"string"},{}],"additionalItems":false,"maxItems":2})",
         R"({"items":[true,{"type":"string"}]})"},
        {R"({"items":[{"type":"string"}],"additionalItems":{"minimum":3}})",
         R"({"items":{"type":"integer"}})",
         R"({"items":[{"type":"string"}],"additionalItems":{"minimum":3}})"},
        {R"({"contains":{"minimum":1}})", R"({"contains":{"minimum":2}})", "true"},

        {R"({"type":"object","required":["a","b"],"properties":{"a":{"maximum":5},"b":{"maximum":5}}})",
         R"({"type":"object","required":["b"],"properties":{"b":{"maximum":4}}})",
         R"({"properties":{"a":{"maximum":5}},"required":["a"]})"},
        {R"({"additionalProperties":false,"properties":{"a":{}}})",
         R"({"additionalProperties":false,"properties":{"a":{}}})", "true"},
        {R"({"additionalProperties":false,"properties":{"a":{}}})", R"({"properties":{"a":{}}})",
         R"({"properties":{"a":true},"additionalProperties":false})"},
        {R"({"additionalProperties":false,"properties":{"a":{}}})",
         R"({"additionalProperties":false,"properties":{"a":{},"b":{}}})",
         R"({"properties":{"b":false}})"},
        {R"({"patternProperties":{"^a":{"minimum":1}},"propertyNames":{"maxLength":2}})",
         R"({"additionalProperties":false,"properties":{"ab":{},"b":{}}})",
         R"({"properties":{"ab":{"minimum":1}}})"},
        {R"({"additionalProperties":{"minimum":1}})",
         R"({"properties":{"a":{"minimum":0}},"additionalProperties":{"minimum":1}})",
         R"({"properties":{"a":{"minimum":1}}})"},
        {R"({"minProperties":1,"maxProperties":3})",
         R"({"required":["a"],"properties":{"a":{},"b":{}},"additionalProperties":false})", "true"},
        {R"({"dependencies":{"a":["b","c"]}})", R"({"required":["b"]})",
         R"({"dependencies":{"a":["c"]}})"},

        {R"({"allOf":[{"minimum":1},{"maximum":5}]})", R"({"maximum":5})",
         R"({"allOf":[{"minimum":1}]})"},
        {R"({"anyOf":[{"type":"null"},{"type":"string","minLength":1}]})",
         R"({"anyOf":[{"type":"string","minLength":2},{"type":"null"}]})", "true"},
        {R"({"type":["object","null"],"required":["a"]})",
         R"({"anyOf":[{"type":"object","required":["a"]},{"type":"null"}]})", "true"},
        {R"({"type":["object","null"],"properties":{"a":{"minimum":1,"maximum":2}}})",
         R"({"anyOf":[{"type":"object","properties":{"a":{"minimum":1}}},{"type":"null"}]})",
         R"({"properties":{"a":{"maximum":2}}})"},
        {R"({"oneOf":[{"properties":{"k":{"const":"x"}}},{"properties":{"k":{"const":"y"}}}]})",
         R"({"oneOf":[{"properties":{"k":{"enum":["y"]}}},{"properties":{"k":{"type":"string","const":"x"}}}]})",
         "true"},
        {R"({"oneOf":[{"minimum":1},{"maximum":1}]})", R"({"minimum":1})",
         R"({"oneOf":[true,{"maximum":1}]})"},
        {R"({"not":{"type":"integer"}})", R"({"not":{"type":"number"}})", "true"},
        {R"({"if":{"properties":{"s":{"const":"A"}}},"then":{"required":["t","s"]}})",
         R"({"required":["s"],"properties":{"s":{"enum":["A","B"]}}})",
         R"({"if":{"properties":{"s":{"const":"A"}}},"then":{"required":["t"]}})"},
        {R"({"if":{"minimum":5},"then":{"minimum":3}})", "{}", "true"},

        {R"({"$ref":"#/definitions/x","definitions":{"x":{"minimum":1}}})",
         R"({"$ref":"#/definitions/y","definitions":{"y":{"minimum":2}}})", "true"},
        {R"({"properties":{"n":{"type":"string"},"c":{"type":"array","items":{"$ref":"#"}}}})",
         R"({"properties":{"n":{"type":"string"},"c":{"type":"array","items":{"$ref":"#"}}}})",
         "true"},
        {R"({"properties":{"n":{"minLength":2},"c":{"items":{"$ref":"#"}}}})",
         R"({"properties":{"n":{"type":"string"},"c":{"type":"array","items":{"$ref":"#"}}}})",
         R"({"properties":{"n":{"minLength":2},"c":{"items":{"$ref":"#"}}}})"},
        {"false", "{}", "false"},
        {"false", "false", "true"},
    };
    for (const auto& each : cases) {
        CAPTURE(each.schema);
        CAPTURE(each.implied);
        CHECK(text_of(left_of(each.schema, each.implied)) == each.left);
    }
}

TEST_CASE(
    "a value that satisfies the one schema satisfies the other exactly when it does what is left") {
    const auto mixed = [](unsigned way, const std::string& one, const std::string& other) {
        const auto both = R"({"allOf":[)" + one + "," + other + "]}";
        switch (way) {
            case 0:
                return std::pair{one, other};
            case 1:
                return std::pair{one, one};
            case 2:
                return std::pair{one, R"({"anyOf":[)" + one + R"(,{"type":"null"}]})"};
            case 3:
                return std::pair{both, one};
            default:
                return std::pair{one, both};
        }
    };
    int met = 0;
    int nothing_left = 0;
    for (int round = 0; round < support::rounds(); ++round) {
        support::schema_generator make{static_cast<unsigned>(round)};
        std::mt19937 random{static_cast<unsigned>(round)};
        auto one = make.schema();
        auto other = make.schema();
        if (random() % 2 == 0) {
            other = one;
            for (auto& c : other)
                if (c >= '0' && c <= '2' && random() % 4 == 0)
                    c = static_cast<char>('0' + random() % 3);
        }
        // References would lead elsewhere in a schema that has this one inside.
        const bool refers = (one + other).find("$ref") != std::string::npos;
        const auto [schema, implied] =
            mixed(static_cast<unsigned>(random() % (refers ? 2 : 5)), one, other);
        CAPTURE(schema);
        CAPTURE(implied);
        const auto known = detail::read_schema(implied, {});
        const auto asked = detail::read_schema(schema, {});
        if (!known || !asked) continue;
        const auto what = subtract(*asked, *known);
        CAPTURE(text_of(what));
        nothing_left += what.is_true();
        for (int i = 0; i < 20; ++i) {
            const auto text = make.value(3);
            CAPTURE(text);
            const auto value = parse_json(text).value();
            if (!accepts(**known, value)) continue;
            ++met;
            CHECK(accepts(*what.left, value) == accepts(*what.schema, value));
        }
    }
    CHECK(met > support::rounds() / 2);
    CHECK(nothing_left > support::rounds() / 10);
}

TEST_CASE("what a C++ value does not show is said where it could count") {
    const auto* const type =
        R"({"type":"object","required":["a"],"properties":{"a":{"type":"number"},"b":{"type":"string"}}})";
    const auto blind = [&](const std::string& schema) { return left_of(schema, type).blind_spots; };
    CHECK(blind(R"({"required":["a"]})") == 0);
    CHECK(blind(R"({"properties":{"b":{"minLength":2}}})") == filled_members);
    CHECK(blind(R"({"required":["b"]})") == filled_members);
    CHECK(blind(R"({"required":["c"]})") == (other_members | filled_members));
    CHECK(blind(R"({"maxProperties":5})") == (other_members | filled_members));
    CHECK(blind(R"({"additionalProperties":{"type":"null"},"properties":{"a":{},"b":{}}})") ==
          (other_members | filled_members));
    CHECK(blind(R"({"not":{"propertyNames":{"maxLength":1}}})") ==
          (other_members | filled_members));
    CHECK(blind(R"({"properties":{"a":{"multipleOf":0.1}}})") == rounded_numbers);
    CHECK(blind(R"({"properties":{"b":{"enum":["x",1]}}})") == (filled_members | rounded_numbers));
}

TEST_CASE("subtracting ends, whatever the schemas are") {
    std::string wide = R"({"oneOf":[)";
    for (int i = 0; i < 100; ++i)
        wide += (i == 0 ? "" : ",") + std::string{R"({"properties":{"k":{"const":)"} +
                std::to_string(i) + R"(},"next":{"$ref":"#"}}})";
    wide += "]}";
    CHECK(text_of(left_of(wide, R"({"minimum":1})")) != "true");
    left_of(wide, wide);
}
