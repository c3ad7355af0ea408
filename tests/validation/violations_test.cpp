#include <asyncapi/validation/draft07/read.hpp>
#include <asyncapi/validation/engine.hpp>
#include <asyncapi/validation/explain/explain.hpp>
#include <asyncapi/validation/parse_json.hpp>

#include <doctest/doctest.h>

#include <string>
#include <vector>

using asyncapi::violation;
using namespace asyncapi::validation;

namespace {

std::vector<violation> check(const std::string& schema, const std::string& instance,
                             report extent = report::first) {
    return compiled_schema::compile(schema).value().check(parse_json(instance).value(), extent);
}

std::string repeated(std::string_view text, int times) {
    std::string made;
    for (int i = 0; i < times; ++i) made += text;
    return made;
}

}  // namespace

TEST_CASE("each keyword says in a sentence what is wrong, where, and by which part of the schema") {
    struct row {
        const char* schema;
        const char* instance;
        const char* pointer;
        const char* keyword;
        const char* schema_pointer;
        const char* reason;
    };
    const row rows[] = {
        {R"({"type":"integer"})", R"("abc")", "", "type", "/type",
         "\"abc\" is a string, not an integer"},
        {R"({"type":"integer"})", "1.5", "", "type", "/type", "1.5 is a number, not an integer"},
        {R"({"type":["string","null"]})", "[1]", "", "type", "/type",
         "the value is an array, not null or a string"},
        {R"({"type":["string","boolean","integer"]})", "{}", "", "type", "/type",
         "the value is an object, not a boolean, a string or an integer"},
        {R"({"type":"object"})", "null", "", "type", "/type", "null is not an object"},
        {R"({"enum":["LOW","HIGH",1,null]})", R"("MIDDLE")", "", "enum", "/enum",
         R"("MIDDLE" is not one of "LOW", "HIGH", 1, null)"},
        {R"({"enum":[]})", "1", "", "enum", "/enum", "1 is not one of no values"},
        {R"({"const":"a"})", R"("b")", "", "const", "/const", R"("b" is not "a", the only value)"},
        {R"({"const":{"a":1}})", R"({"a":2})", "", "const", "/const",
         "the value is not the only one that is allowed"},
        {R"({"minimum":1})", "0", "", "minimum", "/minimum", "0 is less than the minimum of 1"},
        {R"({"maximum":1000})", "1001", "", "maximum", "/maximum",
         "1001 is more than the maximum of 1000"},
        {R"({"exclusiveMinimum":0})", "0", "", "exclusiveMinimum", "/exclusiveMinimum",
         "0 is not more than 0"},
        {R"({"exclusiveMaximum":1.5})", "2", "", "exclusiveMaximum", "/exclusiveMaximum",
         "2 is not less than 1.5"},
        {R"({"multipleOf":0.01})", "19.999", "", "multipleOf", "/multipleOf",
         "19.999 is not a multiple of 0.01"},
        {R"({"minLength":3})", "\"\xC3\xA9\xC3\xA9\"", "", "minLength", "/minLength",
         "\"\xC3\xA9\xC3\xA9\" has 2 characters, fewer than the minimum of 3"},
        {R"({"maxLength":0})", R"("a")", "", "maxLength", "/maxLength",
         "\"a\" has 1 character, more than the maximum of 0"},
        {R"({"pattern":"^\\d+$"})", R"("a")", "", "pattern", "/pattern",
         "\"a\" does not match the pattern ^\\d+$"},
        {R"({"minItems":2})", "[1]", "", "minItems", "/minItems",
         "the array has 1 item, fewer than the minimum of 2"},
        {R"({"maxItems":1})", "[1,2]", "", "maxItems", "/maxItems",
         "the array has 2 items, more than the maximum of 1"},
        {R"({"uniqueItems":true})", R"([1,{"a":1,"b":2},{"b":2,"a":1.0}])", "", "uniqueItems",
         "/uniqueItems", "items 1 and 2 are equal"},
        {R"({"contains":{"type":"null"}})", "[1]", "", "contains", "/contains",
         "no item is what the array must contain"},
        {R"({"items":{"maximum":3}})", "[1,5]", "/1", "maximum", "/items/maximum",
         "5 is more than the maximum of 3"},
        {R"({"items":[{},{"type":"null"}]})", "[1,5]", "/1", "type", "/items/1/type",
         "5 is a number, not null"},
        {R"({"items":[{}],"additionalItems":false})", "[1,5]", "/1", "additionalItems",
         "/additionalItems", "there may be no item after the first 1"},
        {R"({"items":[{}],"additionalItems":{"type":"null"}})", "[1,5]", "/1", "type",
         "/additionalItems/type", "5 is a number, not null"},
        {R"({"items":false})", "[1]", "/0", "items", "/items", "there may be no such item"},
        {R"({"required":["quantity"]})", "{}", "", "required", "/required",
         "the property quantity is missing"},
        {R"({"required":["a b"]})", "{}", "", "required", "/required",
         "the property \"a b\" is missing"},
        {R"({"minProperties":1})", "{}", "", "minProperties", "/minProperties",
         "the object has 0 properties, fewer than the minimum of 1"},
        {R"({"maxProperties":1})", R"({"a":1,"b":1})", "", "maxProperties", "/maxProperties",
         "the object has 2 properties, more than the maximum of 1"},
        {R"({"properties":{"a/b":{"type":"null"}}})", R"({"a/b":1})", "/a~1b", "type",
         "/properties/a~1b/type", "1 is a number, not null"},
        {R"({"properties":{"a":false}})", R"({"a":1})", "/a", "properties", "/properties/a",
         "the property a is not allowed"},
        {R"({"patternProperties":{"^a":{"type":"null"}}})", R"({"ab":1})", "/ab", "type",
         "/patternProperties/^a/type", "1 is a number, not null"},
        {R"({"patternProperties":{"^a":false}})", R"({"ab":1})", "/ab", "patternProperties",
         "/patternProperties/^a", "the property ab is not allowed"},
        {R"({"additionalProperties":false})", R"({"extra":1})", "/extra", "additionalProperties",
         "/additionalProperties", "the property extra is not allowed"},
        {R"({"additionalProperties":{"type":"null"}})", R"({"extra":1})", "/extra", "type",
         "/additionalProperties/type", "1 is a number, not null"},
        {R"({"propertyNames":{"pattern":"^a"}})", R"({"b":1})", "", "propertyNames",
         "/propertyNames",
         "the property name \"b\" is not allowed: \"b\" does not match the pattern ^a"},
        {R"({"propertyNames":false})", R"({"b":1})", "", "propertyNames", "/propertyNames",
         "the property name \"b\" is not allowed: no value is allowed here"},
        {R"({"dependencies":{"a":["b"]}})", R"({"a":1})", "", "dependencies", "/dependencies/a",
         "the property b is missing, which a needs"},
        {R"({"dependencies":{"a":{"required":["b"]}}})", R"({"a":1})", "", "required",
         "/dependencies/a/required", "the property b is missing"},
        {R"({"dependencies":{"a":false}})", R"({"a":1})", "", "dependencies", "/dependencies/a",
         "the property a is not allowed"},
        {R"({"allOf":[{},{"type":"null"}]})", "1", "", "type", "/allOf/1/type",
         "1 is a number, not null"},
        {R"({"anyOf":[{"type":"null"},{"minimum":5}]})", "1", "", "anyOf", "/anyOf",
         "none of the 2 alternatives fits; the nearest is anyOf/1: 1 is less than the minimum of "
         "5"},
        {R"({"anyOf":[{"type":"null"},{"properties":{"a":{"items":{"type":"null"}}}}]})",
         R"({"a":[1]})", "", "anyOf", "/anyOf",
         "none of the 2 alternatives fits; the nearest is anyOf/1: 1 is a number, not null at "
         "/a/0"},
        {R"({"oneOf":[{"type":"null"},{"type":"object","required":["a"]},{"maximum":0}]})", "1", "",
         "oneOf", "/oneOf",
         "none of the 3 alternatives fits; the nearest is oneOf/2: 1 is more than the maximum of "
         "0"},
        {R"({"oneOf":[
            {"required":["k"],"properties":{"v":{"type":"null"},"k":{"const":"a"}}},
            {"required":["k"],"properties":{"v":{"type":"boolean"},"k":{"enum":["b","c"]}}},
            {"required":["k"],"properties":{"v":{"items":{"type":"null"}},"k":{"const":"d"}}}]})",
         R"({"k":"c","v":[1]})", "", "oneOf", "/oneOf",
         "none of the 3 alternatives fits; the nearest is oneOf/1: the value is an array, not a "
         "boolean at /v"},
        {R"({"oneOf":[{"type":"null"}]})", "1", "", "oneOf", "/oneOf",
         "the only alternative does not fit: 1 is a number, not null"},
        {R"({"oneOf":[{"type":"null"},{"minimum":0},{"maximum":2}]})", "1", "", "oneOf", "/oneOf",
         "oneOf/1 and oneOf/2 both fit, where exactly one may"},
        {R"({"not":{"minimum":0}})", "1", "", "not", "/not",
         "the value is what the schema excludes"},
        {R"({"if":{"minimum":0},"then":{"maximum":5}})", "7", "", "maximum", "/then/maximum",
         "7 is more than the maximum of 5"},
        {R"({"if":{"minimum":0},"else":{"minimum":-5}})", "-7", "", "minimum", "/else/minimum",
         "-7 is less than the minimum of -5"},
        {R"({"if":{"type":"string"},"then":false})", R"("a")", "", "", "/then",
         "no value is allowed here"},
        {R"({"if":{"required":["a"]},"then":{"oneOf":[{"required":["b"]},{"required":["c"],
            "properties":{"a":{"type":"null"}}}]}})",
         R"({"a":1})", "", "oneOf", "/then/oneOf",
         "none of the 2 alternatives fits; the nearest is oneOf/0: the property b is missing"},
        {R"({"$ref":"#/definitions/a","definitions":{"a":{"minimum":2}}})", "1", "", "minimum",
         "/definitions/a/minimum", "1 is less than the minimum of 2"},
        {R"({"items":[false]})", "[1]", "/0", "items", "/items", "there may be no such item"},
        {R"({"minimum":1e300})", "-0.5", "", "minimum", "/minimum",
         "-0.5 is less than the minimum of 1e+300"},
        {R"({"exclusiveMinimum":1})", "1.0", "", "exclusiveMinimum", "/exclusiveMinimum",
         "1 is not more than 1"},
        {R"({"required":["a","b"],"minProperties":3})", R"({"a":1})", "", "required", "/required",
         "the property b is missing"},
        {"false", "1", "", "", "", "no value is allowed here"},
    };
    for (const auto& row : rows) {
        CAPTURE(row.schema);
        CAPTURE(row.instance);
        const auto found = check(row.schema, row.instance);
        REQUIRE(found.size() == 1);
        CHECK(found[0].message.empty());
        CHECK(found[0].pointer == row.pointer);
        CHECK(found[0].keyword == row.keyword);
        CHECK(found[0].schema_pointer == row.schema_pointer);
        CHECK(found[0].reason == row.reason);
    }
}

TEST_CASE("the schema pointer follows references to the author's keyword") {
    const auto found = check(R"({
        "properties": {"lines": {"items": {"$ref": "#/definitions/item"}}},
        "definitions": {"item": {"properties": {"quantity": {"$ref": "#/definitions/count"}}},
                        "count": {"type": "integer", "maximum": 1000}}})",
                             R"({"lines":[{"quantity":1},{"quantity":1001}]})");
    REQUIRE(found.size() == 1);
    CHECK(found[0].pointer == "/lines/1/quantity");
    CHECK(found[0].keyword == "maximum");
    CHECK(found[0].schema_pointer == "/definitions/count/maximum");
    CHECK(found[0].reason == "1001 is more than the maximum of 1000");
}

TEST_CASE("all violations are given on request, each once, and the first otherwise") {
    const std::string schema = R"({
        "required": ["a", "b"],
        "properties": {"n": {"minimum": 1, "multipleOf": 2}, "s": {"$ref": "#/definitions/s"}},
        "allOf": [{"properties": {"s": {"$ref": "#/definitions/s"}}}],
        "additionalProperties": false,
        "definitions": {"s": {"minLength": 2}}})";
    const std::string instance = R"({"n":-1,"s":"","x":0,"y":0})";

    std::string places;
    for (const auto& each : check(schema, instance, report::all))
        places += each.keyword + ' ' + each.pointer + '\n';
    CHECK(places ==
          "required \nrequired \nminimum /n\nmultipleOf /n\nminLength /s\n"
          "additionalProperties /x\nadditionalProperties /y\n");

    const auto first = check(schema, instance);
    REQUIRE(first.size() == 1);
    CHECK(first[0].reason == "the property a is missing");
    CHECK(check(schema, R"({"a":1,"b":2})", report::all).size() == 2);
}

TEST_CASE("what is quoted is cut short, stays UTF-8, and cannot write into a terminal") {
    const auto wide = check(R"({"maxLength":3})", '"' + repeated("\xC3\xA9", 100'000) + '"');
    CHECK(wide[0].reason == '"' + repeated("\xC3\xA9", 20) +
                                "...\" has 100000 characters, more than the maximum of 3");

    const auto control = check(R"({"type":"null"})", R"("\u001b[31m\nred\u007f")");
    CHECK(control[0].reason == R"("\u001b[31m\nred\u007f" is a string, not null)");

    const auto name =
        check(R"({"additionalProperties":false})", "{\"" + repeated("n", 1'000) + "\":1}");
    CHECK(name[0].reason == "the property \"" + repeated("n", 40) + "...\" is not allowed");
    CHECK(name[0].pointer.size() == 1'001);

    const auto list = check("{\"enum\":[" + repeated("\"abcdefgh\",", 1'000) + "1]}", "2");
    CHECK(list[0].reason.size() < 130);
}

TEST_CASE("a hostile instance gets no endless list of violations") {
    const auto many =
        check(R"({"items":{"type":"null"}})", "[" + repeated("1,", 20'000) + "1]", report::all);
    CHECK(many.size() == 1'000);
    CHECK(many.back().pointer == "/999");

    const auto wide =
        check(R"({"additionalProperties":{"items":{"type":"null"}}})",
              "{\"" + repeated("n", 400'000) + "\":[" + repeated("1,", 100) + "1]}", report::all);
    CHECK(wide.size() == 3);
}

TEST_CASE("a text that does not end with NUL is read to its end and no further") {
    const auto schema = compiled_schema::compile(R"({"pattern":"^a+$","maxLength":2})").value();
    const char letters[] = {'a', 'a', 'b'};
    const rapidjson::Value value{rapidjson::StringRef(letters, 2)};
    CHECK(schema.accepts(value));
}

TEST_CASE("a pattern that is stopped is a violation that says so, inside not too") {
    struct row {
        const char* schema;
        const char* instance;
        const char* pointer;
        const char* schema_pointer;
    };
    const row rows[] = {
        {R"json({"pattern":"^(?=a)(a+)+$"})json", R"("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!")",
         "", "/pattern"},
        {R"json({"items":{"not":{"pattern":"^(?=a)(a+)+$"}}})json",
         R"(["aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!"])", "/0", "/items/not/pattern"},
        {R"json({"anyOf":[{"pattern":"^(?=a)(a+)+$"},true]})json",
         R"("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!")", "", "/anyOf/0/pattern"},
        {R"json({"patternProperties":{"^(?=a)(a+)+$":true}})json",
         R"({"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!":1})", "",
         "/patternProperties/^(?=a)(a+)+$"},
    };
    for (const auto& row : rows) {
        CAPTURE(row.schema);
        const auto graph = detail::read_schema(row.schema, {}).value();
        const auto instance = parse_json(row.instance).value();
        detail::explanation reasons{report::all};
        CHECK_FALSE(reasons.explain(*graph->root, instance));
        REQUIRE(reasons.violations().size() == 1);
        const auto& found = reasons.violations().front();
        CHECK(found.pointer == row.pointer);
        CHECK(found.schema_pointer == row.schema_pointer);
        CHECK(found.reason ==
              "matching the pattern ^(?=a)(a+)+$ against "
              "\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!\" takes more work than is allowed");
    }
}

TEST_CASE("every keyword of draft-07 that can refuse a value names itself in a violation") {
    struct row {
        const char* keyword;
        const char* value;
        const char* instance;
    };
    const row rows[] = {
        {"type", R"("null")", "1"},
        {"enum", "[2]", "1"},
        {"const", "2", "1"},
        {"multipleOf", "2", "1"},
        {"maximum", "0", "1"},
        {"exclusiveMaximum", "1", "1"},
        {"minimum", "2", "1"},
        {"exclusiveMinimum", "1", "1"},
        {"maxLength", "0", R"("a")"},
        {"minLength", "2", R"("a")"},
        {"pattern", R"("b")", R"("a")"},
        {"items", "false", "[1]"},
        {"maxItems", "0", "[1]"},
        {"minItems", "2", "[1]"},
        {"uniqueItems", "true", "[1,1]"},
        {"contains", "false", "[1]"},
        {"maxProperties", "0", R"({"a":1})"},
        {"minProperties", "2", R"({"a":1})"},
        {"required", R"(["b"])", R"({"a":1})"},
        {"properties", R"({"a":false})", R"({"a":1})"},
        {"patternProperties", R"({"a":false})", R"({"a":1})"},
        {"additionalProperties", "false", R"({"a":1})"},
        {"dependencies", R"({"a":["b"]})", R"({"a":1})"},
        {"propertyNames", "false", R"({"a":1})"},
        {"anyOf", "[false]", "1"},
        {"oneOf", "[true,true]", "1"},
        {"not", "true", "1"},
    };
    for (const auto& row : rows) {
        CAPTURE(row.keyword);
        const auto found = check("{\"" + std::string{row.keyword} + "\":" + row.value + "}",
                                 row.instance, report::all);
        REQUIRE(found.size() == 1);
        CHECK(found[0].keyword == row.keyword);
        CHECK(found[0].schema_pointer.starts_with('/' + std::string{row.keyword}));
        CHECK_FALSE(found[0].reason.empty());
    }
    CHECK(check(R"({"items":[],"additionalItems":false})", "[1]")[0].keyword == "additionalItems");
    // What only applies other schemas leaves the word to them.
    CHECK(check(R"({"allOf":[{"maximum":0}]})", "1")[0].schema_pointer == "/allOf/0/maximum");
    CHECK(check(R"({"if":true,"then":{"maximum":0}})", "1")[0].schema_pointer == "/then/maximum");
    CHECK(check(R"({"if":false,"else":{"maximum":0}})", "1")[0].schema_pointer == "/else/maximum");
}
