#include <asyncapi/validation/parse_json.hpp>
#include <asyncapi/validation/schema.hpp>

#include <doctest/doctest.h>

#include <string>

using asyncapi::errc;
using namespace asyncapi::validation;

TEST_CASE("a pattern that cannot be enforced exactly refuses the schema, by name and place") {
    const auto behind =
        compiled_schema::compile(R"json({"properties":{"a/b":{"pattern":"(?<=a+)b"}}})json");
    REQUIRE_FALSE(behind);
    CHECK(behind.error() == errc::unenforceable_schema);
    CHECK(behind.error().where().keyword == "pattern");
    CHECK(behind.error().where().schema_pointer == "/properties/a~1b/pattern");
    CHECK(behind.error().detail() ==
          "the pattern \"(?<=a+)b\" cannot be enforced: a look-behind of no fixed length at "
          "character 2");

    const auto name = compiled_schema::compile(R"({"patternProperties":{"\\p{Nope}":{}}})");
    REQUIRE_FALSE(name);
    CHECK(name.error().where().schema_pointer == "/patternProperties");
    CHECK(name.error().detail() ==
          "the pattern \"\\p{Nope}\" cannot be enforced: an unknown Unicode property at "
          "character 8");
}

TEST_CASE("what is no schema of draft-07 is refused at the keyword") {
    struct row {
        const char* schema;
        const char* pointer;
        const char* reason;
    };
    const row rows[] = {
        {R"({"type":"text"})", "/type", "type must be a type of JSON Schema or a list of them"},
        {R"({"type":[]})", "/type", "type must be a type of JSON Schema or a list of them"},
        {R"({"type":[1]})", "/type", "type must be a type of JSON Schema or a list of them"},
        {R"({"enum":1})", "/enum", "enum must be a list of values"},
        {R"({"minimum":"1"})", "/minimum", "minimum must be a number"},
        {R"({"exclusiveMinimum":true})", "/exclusiveMinimum", "exclusiveMinimum must be a number"},
        {R"({"multipleOf":0})", "/multipleOf", "multipleOf must be more than 0"},
        {R"({"multipleOf":-1})", "/multipleOf", "multipleOf must be more than 0"},
        {R"({"minLength":-1})", "/minLength", "minLength must be an integer from 0"},
        {R"({"maxLength":1.5})", "/maxLength", "maxLength must be an integer from 0"},
        {R"({"maxItems":null})", "/maxItems", "maxItems must be an integer from 0"},
        {R"({"pattern":1})", "/pattern", "pattern must be a text"},
        {R"({"uniqueItems":1})", "/uniqueItems", "uniqueItems must be true or false"},
        {R"({"required":"a"})", "/required", "required must be a list of names"},
        {R"({"required":["a",1]})", "/required", "required must be a list of names"},
        {R"({"properties":[]})", "/properties", "properties must be an object of schemas"},
        {R"({"properties":{"a":1}})", "/properties/a", "a schema must be an object or a boolean"},
        {R"({"patternProperties":true})", "/patternProperties",
         "patternProperties must be an object of schemas"},
        {R"({"dependencies":{"a":[1]}})", "/dependencies", "dependencies must be a list of names"},
        {R"({"dependencies":{"a":1}})", "/dependencies/a",
         "a schema must be an object or a boolean"},
        {R"({"items":1})", "/items", "a schema must be an object or a boolean"},
        {R"({"allOf":[]})", "/allOf", "allOf must be a list of schemas"},
        {R"({"anyOf":{}})", "/anyOf", "anyOf must be a list of schemas"},
        {R"({"not":1})", "/not", "a schema must be an object or a boolean"},
        {"1", "", "a schema must be an object or a boolean"},
        {"{", "", "not JSON: a member has no name at byte 1"},
        {R"({"a":1,"a":2})", "/a", "not JSON: a name occurs twice in one object at byte 12"},
    };
    for (const auto& row : rows) {
        CAPTURE(row.schema);
        const auto schema = compiled_schema::compile(row.schema);
        REQUIRE_FALSE(schema);
        CHECK(schema.error() == errc::unenforceable_schema);
        CHECK(schema.error().where().schema_pointer == row.pointer);
        CHECK(schema.error().detail() == row.reason);
    }
}

TEST_CASE("keywords that draft-07 does not have are left alone") {
    const auto schema = compiled_schema::compile(
        R"({"discriminator":"kind","externalDocs":{"url":1},"x-any":[{"$ref":3}],"deprecated":true,"examples":[{"$ref":"#/no"}]})");
    REQUIRE(schema);
    CHECK(schema->accepts(parse_json("1").value()));
}

TEST_CASE("a schema of another draft is refused where it says so, wherever that is") {
    struct row {
        const char* schema;
        const char* pointer;
        const char* reason;
    };
    const row rows[] = {
        {R"({"$schema":"http://json-schema.org/draft-04/schema#"})", "/$schema",
         "\"http://json-schema.org/draft-04/schema#\" is not draft-07"},
        {R"({"items":{"$schema":"https://json-schema.org/draft/2020-12/schema"}})",
         "/items/$schema", "\"https://json-schema.org/draft/2020-12/schema\" is not draft-07"},
        {R"({"$schema":"http://example.com/draft-07/schema#"})", "/$schema",
         "\"http://example.com/draft-07/schema#\" is not draft-07"},
        {R"({"$schema":7})", "/$schema", "7 is not draft-07"},
        {R"({"$schema":"http://json-schema.org/draft-06/schema#","if":{},"then":false})", "/if",
         "if is no keyword of draft-06, which $schema names"},
        {R"({"$schema":"http://json-schema.org/draft-06/schema","not":{"else":true}})", "/not/else",
         "else is no keyword of draft-06, which $schema names"},
    };
    for (const auto& row : rows) {
        CAPTURE(row.schema);
        const auto schema = compiled_schema::compile(row.schema);
        REQUIRE_FALSE(schema);
        CHECK(schema.error() == errc::unenforceable_schema);
        CHECK(schema.error().where().schema_pointer == row.pointer);
        CHECK(schema.error().detail() == row.reason);
    }
    CHECK(compiled_schema::compile(
        R"({"$schema":"https://json-schema.org/draft-07/schema#","if":{}})"));
    CHECK(compiled_schema::compile(
        R"({"$schema":"http://json-schema.org/draft-06/schema#","$id":"x"})"));
}
