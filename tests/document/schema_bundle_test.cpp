#include <asyncapi/document/schema_bundle.hpp>
#include <asyncapi/validation/parse_json.hpp>
#include <asyncapi/validation/schema.hpp>

#include <doctest/doctest.h>

#include <string>

namespace {

asyncapi::document load(const std::string& text) {
    asyncapi::load_options options;
    options.resolver = [](std::string_view) -> asyncapi::result<std::string> {
        return std::string{"name: {type: string, maxLength: 3}\nloop: {$ref: '#/name'}"};
    };
    auto document = asyncapi::document::parse(text, "a.yaml", options);
    REQUIRE(document.has_value());
    return *document;
}

bool accepts(const asyncapi::schema_bundle& bundle, const char* instance) {
    const auto schema = asyncapi::validation::compiled_schema::compile(bundle.text);
    REQUIRE_MESSAGE(schema.has_value(), schema.error().to_string());
    const auto json = asyncapi::validation::parse_json(instance);
    REQUIRE(json.has_value());
    return schema->accepts(*json);
}

}  // namespace

TEST_CASE("a bundle has what its references lead to, in circles and in other texts") {
    const auto document = load(R"(
schemas:
  node:
    $id: https://example.com/elsewhere
    type: object
    properties:
      name: {$ref: 'https://example.com/lib.yaml#/loop', minLength: 100}
      next: {$ref: '#/schemas/node'}
      kind: {const: {$ref: '#/schemas/none'}}
    required: [name]
)");
    const auto bundle = asyncapi::bundle_schema(document, document.at("/schemas/node"));
    REQUIRE(bundle.has_value());

    CHECK(accepts(*bundle, R"({"name": "abc", "next": {"name": "a"}})"));
    CHECK(!accepts(*bundle, R"({"name": "abcd"})"));
    CHECK(!accepts(*bundle, R"({"name": "abc", "next": {"name": 1}})"));
    CHECK(accepts(*bundle, R"({"name": "abc", "kind": {"$ref": "#/schemas/none"}})"));
}

TEST_CASE("places in a bundle are places in the document") {
    const auto document = load(R"(
schemas:
  a: {properties: {b: {$ref: '#/schemas/c'}}}
  c:
    maximum: 5
)");
    const auto bundle = asyncapi::bundle_schema(document, document.at("/schemas/a"));
    REQUIRE(bundle.has_value());
    const auto schema = asyncapi::validation::compiled_schema::compile(bundle->text);
    REQUIRE(schema.has_value());
    const auto json = asyncapi::validation::parse_json(R"({"b": 6})");
    const auto violations = schema->check(*json);
    REQUIRE(violations.size() == 1);

    const auto place = bundle->locate(violations.front().schema_pointer);
    CHECK(place.pointer == "/schemas/c/maximum");
    REQUIRE(place.value != nullptr);
    CHECK(place.source->position_of(*place.value).line == 5);
}

TEST_CASE("OpenAPI's schemas are draft-07 with other words for null and exclusive bounds") {
    const auto document = load(
        "a: {type: number, nullable: true, minimum: 1, exclusiveMinimum: true, maximum: 3, "
        "exclusiveMaximum: false}");
    const auto bundle = asyncapi::bundle_schema(document, document.at("/a"),
                                                "application/vnd.oai.openapi;version=3.0.0");
    REQUIRE(bundle.has_value());

    CHECK(accepts(*bundle, "null"));
    CHECK(accepts(*bundle, "3"));
    CHECK(!accepts(*bundle, "1"));
}

TEST_CASE("what cannot be enforced is refused, never weakened") {
    const auto document = load("a: {$ref: '#/b'}\nc: {type: record}");
    const auto broken = asyncapi::bundle_schema(document, document.at("/a"));
    REQUIRE(!broken.has_value());
    CHECK(broken.error() == asyncapi::errc::unenforceable_schema);
    CHECK(broken.error().detail() ==
          "the reference \"#/b\" leads to nothing: there is nothing at #/b");

    const auto avro = asyncapi::bundle_schema(document, document.at("/c"),
                                              "application/vnd.apache.avro;version=1.9.0");
    REQUIRE(!avro.has_value());
    CHECK(avro.error().detail() ==
          "schemas of the format \"application/vnd.apache.avro;version=1.9.0\" cannot be enforced");
}
