#include <asyncapi/validation/parse_json.hpp>
#include <asyncapi/validation/schema.hpp>

#include <doctest/doctest.h>

#include <map>
#include <string>
#include <string_view>
#include <vector>

using asyncapi::errc;
using asyncapi::result;
using namespace asyncapi::validation;

namespace {

bool accepts(const compiled_schema& schema, std::string_view instance) {
    return schema.accepts(parse_json(instance).value());
}

/// A resolver of documents that are listed, which notes what it was asked for.
struct shelf {
    std::map<std::string, std::string, std::less<>> documents;
    std::vector<std::string> asked = {};

    compile_options options() {
        compile_options made;
        made.resolver = [this](std::string_view uri) -> result<std::string> {
            asked.emplace_back(uri);
            const auto at = documents.find(uri);
            if (at == documents.end()) return errc::not_connected;
            return at->second;
        };
        return made;
    }
};

}  // namespace

TEST_CASE("a schema can refer to itself through what it contains") {
    const auto tree = compiled_schema::compile(R"({
        "type": "object", "required": ["value"],
        "properties": {"value": {"type": "integer"}, "children": {"items": {"$ref": "#"}}}})")
                          .value();
    CHECK(accepts(tree, R"({"value":1,"children":[{"value":2,"children":[{"value":3}]}]})"));

    const auto instance = R"({"value":1,"children":[{"value":2,"children":[{"value":"3"}]}]})";
    const auto found = tree.check(parse_json(instance).value());
    REQUIRE(found.size() == 1);
    CHECK(found[0].pointer == "/children/0/children/0/value");
    CHECK(found[0].schema_pointer == "/properties/value/type");
}

TEST_CASE("a schema that applies itself to the same value is refused") {
    struct row {
        const char* schema;
        const char* pointer;
    };
    const row rows[] = {
        {R"({"$ref":"#"})", "/$ref"},
        {R"({"$ref":"#/definitions/a","definitions":{"a":{"$ref":"#/definitions/b"},"b":{"$ref":"#/definitions/a"}}})",
         "/definitions/a/$ref"},
        {R"({"properties":{"x":{"$ref":"#/properties/x"}}})", "/properties/x/$ref"},
        {R"({"allOf":[{"$ref":"#"}]})", ""},
        {R"({"not":{"$ref":"#"}})", ""},
        {R"({"dependencies":{"a":{"$ref":"#"}}})", ""},
        {R"({"if":{"$ref":"#"},"then":true})", ""},
        {R"({"items":{"anyOf":[{"type":"null"},{"oneOf":[{"$ref":"#/items"}]}]}})", "/items"},
    };
    for (const auto& row : rows) {
        CAPTURE(row.schema);
        const auto schema = compiled_schema::compile(row.schema);
        REQUIRE_FALSE(schema);
        CHECK(schema.error() == errc::unenforceable_schema);
        CHECK(schema.error().where().schema_pointer == row.pointer);
        CHECK(schema.error().detail() == "the schema applies itself to the same value");
    }
}

TEST_CASE("a reference that leads nowhere is refused, not taken for no constraint") {
    struct row {
        const char* schema;
        const char* pointer;
        const char* reason;
    };
    const row rows[] = {
        {R"({"properties":{"a":{"$ref":"#/definitions/b"}}})", "/properties/a/$ref",
         "the reference cannot be resolved: there is nothing at \"/definitions/b\""},
        {R"({"items":[{"$ref":"#/items/1"}]})", "/items/0/$ref",
         "the reference cannot be resolved: there is nothing at \"/items/1\""},
        {R"({"items":[{"$ref":"#/items/00"}]})", "/items/0/$ref",
         "the reference cannot be resolved: there is nothing at \"/items/00\""},
        {R"({"$ref":"#name"})", "/$ref",
         "the reference cannot be resolved: no schema has the $id #name"},
        {R"({"$ref":"https://example.com/a.json#/b"})", "/$ref",
         "the reference cannot be resolved: \"https://example.com/a.json\" is not here and no "
         "resolver was given"},
        {R"({"$ref":"other.json"})", "/$ref",
         "the reference cannot be resolved: \"other.json\" is not here and no resolver was given"},
        {R"({"$ref":"#/title","title":"x"})", "/title", "a schema must be an object or a boolean"},
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

TEST_CASE("other documents come from the resolver, once each") {
    shelf shelf{
        {{"https://example.com/order.json",
          R"({"properties":{"id":{"$ref":"id.json#/definitions/id"},"next":{"$ref":"#"}}})"},
         {"https://example.com/id.json",
          R"({"definitions":{"id":{"type":"string","minLength":3}}})"}}};
    const auto schema =
        compiled_schema::compile(
            R"({"items":{"$ref":"https://example.com/order.json"},"contains":{"$ref":"https://example.com/order.json#"}})",
            shelf.options())
            .value();

    CHECK(shelf.asked == std::vector<std::string>{"https://example.com/order.json",
                                                  "https://example.com/id.json"});
    CHECK(accepts(schema, R"([{"id":"abc","next":{"id":"def"}}])"));
    const auto found = schema.check(parse_json(R"([{"next":{"id":"d"}}])").value());
    REQUIRE(found.size() == 1);
    CHECK(found[0].pointer == "/0/next/id");
    CHECK(found[0].schema_pointer == "https://example.com/id.json#/definitions/id/minLength");
}

TEST_CASE("a document that the resolver has not, or that is no schema, is refused") {
    shelf shelf{{{"https://example.com/broken.json", "{"},
                 {"https://example.com/odd.json", R"({"type":"text"})"}}};
    const auto refused = [&](const char* schema) {
        const auto compiled = compiled_schema::compile(schema, shelf.options());
        REQUIRE_FALSE(compiled);
        CHECK(compiled.error() == errc::unenforceable_schema);
        return compiled.error().where();
    };

    CHECK(refused(R"({"$ref":"https://example.com/none.json"})").reason ==
          "the reference cannot be resolved: \"https://example.com/none.json\": not connected");
    CHECK(refused(R"({"$ref":"https://example.com/broken.json"})").schema_pointer ==
          "https://example.com/broken.json#");
    CHECK(refused(R"({"$ref":"https://example.com/odd.json"})").schema_pointer ==
          "https://example.com/odd.json#/type");
}

TEST_CASE("relative references are resolved against the nearest $id, else the base URI") {
    shelf shelf{{{"https://example.com/schemas/a.json", R"({"type":"integer"})"},
                 {"https://example.com/schemas/sub/a.json", R"({"type":"string"})"}}};
    auto options = shelf.options();
    options.base_uri = "https://example.com/schemas/root.json";
    const auto schema = compiled_schema::compile(R"({
        "properties": {"plain": {"$ref": "a.json"},
                       "sub": {"$id": "sub/", "properties": {"x": {"$ref": "a.json"}}},
                       "up": {"$id": "sub/deeper/", "items": {"$ref": "../../a.json"}}}})",
                                                 options)
                            .value();
    CHECK(accepts(schema, R"({"plain":1,"sub":{"x":"text"},"up":[1]})"));
    CHECK_FALSE(accepts(schema, R"({"plain":"text"})"));
    CHECK_FALSE(accepts(schema, R"({"sub":{"x":1}})"));
    CHECK_FALSE(accepts(schema, R"({"up":["text"]})"));
}

TEST_CASE("the schema can be a part of a larger document") {
    const auto document = R"({
        "asyncapi": "2.6.0",
        "components": {
            "messages": {"placed": {"payload": {
                "properties": {"lines": {"items": {"$ref": "#/components/schemas/line"}}}}}},
            "schemas": {"line": {"required": ["sku"], "discriminator": "kind"}}}})";
    compile_options options;
    options.root = "/components/messages/placed/payload";
    const auto schema = compiled_schema::compile(document, options).value();
    CHECK(accepts(schema, R"({"lines":[{"sku":"A-7"}]})"));
    const auto found = schema.check(parse_json(R"({"lines":[{}]})").value());
    REQUIRE(found.size() == 1);
    CHECK(found[0].schema_pointer == "/components/schemas/line/required");

    options.root = "/components/messages/paid/payload";
    CHECK(compiled_schema::compile(document, options).error() == errc::unenforceable_schema);
    options.root = "components";
    CHECK(compiled_schema::compile(document, options).error() == errc::unenforceable_schema);
}

TEST_CASE("the meta-schema of draft-07 is known without a resolver") {
    const auto schema =
        compiled_schema::compile(R"({"$ref":"http://json-schema.org/draft-07/schema#"})").value();
    CHECK(accepts(schema, R"({"type":"object","properties":{"a":{"minLength":1}}})"));
    CHECK(accepts(schema, "true"));
    CHECK_FALSE(accepts(schema, R"({"properties":{"a":{"minLength":-1}}})"));
    CHECK_FALSE(accepts(schema, R"({"type":["string","string"]})"));
    CHECK_FALSE(accepts(schema, R"({"allOf":[]})"));
}

TEST_CASE("a schema of another dialect is refused, not read as draft-07") {
    for (const std::string dialect :
         {"http://json-schema.org/draft-04/schema#", "https://json-schema.org/draft/2020-12/schema",
          "https://example.com/own"}) {
        CAPTURE(dialect);
        const auto schema = compiled_schema::compile(R"({"items":{"$schema":")" + dialect + "\"}}");
        REQUIRE_FALSE(schema);
        CHECK(schema.error() == errc::unenforceable_schema);
        CHECK(schema.error().where().schema_pointer == "/items/$schema");
    }
    CHECK(compiled_schema::compile(R"({"$schema":"http://json-schema.org/draft-07/schema#"})"));
    CHECK(compiled_schema::compile(R"({"$schema":"http://json-schema.org/draft-06/schema#"})"));
}
