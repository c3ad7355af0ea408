#include <asyncapi/validation/parse_json.hpp>
#include <asyncapi/validation/schema.hpp>

#include <doctest/doctest.h>

#include <string>

using namespace asyncapi::validation;

namespace {

struct row {
    const char* schema;
    const char* instance;
    bool is_valid;
};

template <std::size_t N>
void check(const row (&rows)[N]) {
    for (const auto& row : rows) {
        CAPTURE(row.schema);
        CAPTURE(row.instance);
        const auto schema = compiled_schema::compile(row.schema).value();
        const auto instance = parse_json(row.instance).value();
        CHECK(schema.accepts(instance) == row.is_valid);
        CHECK(schema.check(instance).empty() == row.is_valid);
    }
}

}  // namespace

// Each of these is one that RapidJSON alone gets wrong.

TEST_CASE("a pattern's properties and the additional ones are told apart") {
    const row rows[] = {
        {R"({"patternProperties":{"^a":{"type":"integer"}},"additionalProperties":{"type":"string"}})",
         R"({"a":"text"})", false},
        {R"({"patternProperties":{"^a":{"type":"integer"}},"additionalProperties":{"type":"string"}})",
         R"({"a":1,"b":"text"})", true},
        {R"({"patternProperties":{"^a":{"type":"integer"}},"additionalProperties":{"type":"string"}})",
         R"({"a":1,"b":1})", false},
        {R"({"patternProperties":{"^a":{}},"additionalProperties":false})", R"({"a":1})", true},
        {R"({"patternProperties":{"^a":{}},"additionalProperties":false})", R"({"b":1})", false},
        {R"({"properties":{"p":{"type":"string"}},"patternProperties":{"^b":{}},"additionalProperties":false})",
         R"({"p":"x","b":1})", true},
        {R"({"properties":{"ap":{"type":"string"}},"patternProperties":{"^a":{"minLength":2}},"additionalProperties":{"type":"null"}})",
         R"({"ap":"x","z":null,"ab":"y"})", false},
        {R"({"properties":{"ap":{"type":"string"}},"patternProperties":{"^a":{"minLength":2}},"additionalProperties":{"type":"null"}})",
         R"({"ap":"xx","z":null,"ab":"yy"})", true},
        {R"({"patternProperties":{"^a":{"minimum":3},"b$":{"maximum":5}}})", R"({"ab":2})", false},
        {R"({"patternProperties":{"^a":{"minimum":3},"b$":{"maximum":5}}})", R"({"ab":6})", false},
        {R"({"patternProperties":{"^a|b$":{"minimum":3}}})", R"({"xb":2})", false},
        {R"({"patternProperties":{"":{"minimum":3}}})", R"({"anything":2})", false},
        {R"({"patternProperties":{"^$":{"minimum":3}}})", R"({"":2})", false},
        {R"({"patternProperties":{"[]":{"minimum":3}},"additionalProperties":false})", R"({"a":2})",
         false},
    };
    check(rows);
}

TEST_CASE("a required name is no property by itself") {
    const row rows[] = {
        {R"({"required":["a"],"additionalProperties":false})", R"({"a":1})", false},
        {R"({"required":["a"],"additionalProperties":{"type":"string"}})", R"({"a":1})", false},
        {R"({"dependencies":{"a":["b"]},"additionalProperties":false})", R"({"a":1,"b":1})", false},
        {R"({"required":["a"],"properties":{"a":{}},"additionalProperties":false})", R"({"a":1})",
         true},
    };
    check(rows);
}

TEST_CASE("values with one hash in RapidJSON are not equal") {
    const row rows[] = {
        {R"({"const":{"a":"b"}})", R"({"b":"a"})", false},
        {R"({"const":{}})", R"({"a":"a"})", false},
        {R"({"enum":[{}]})", "{}", true},
        {R"({"enum":[[],{"a":"b"}]})", R"({"a":"b"})", true},
        {R"({"enum":[[],{"a":"b"}]})", R"({"b":"a"})", false},
        {R"({"uniqueItems":true})", R"([{"a":"b"},{"b":"a"}])", true},
        {R"({"uniqueItems":true})", R"([{},{"a":"a"}])", true},
        {R"({"uniqueItems":true})", R"([{"a":1,"b":2},{"b":2,"a":1}])", false},
        {R"({"uniqueItems":true})", "[1,1.0]", false},
        {R"({"uniqueItems":true})", "[1,true,\"1\",[1]]", true},
        {R"({"const":0})", "-0.0", true},
        {R"({"const":1})", "1.0", true},
        {R"({"const":1.0})", "1", true},
        {R"({"const":9007199254740993})", "9007199254740992", false},
        {R"({"const":[1,[2,{"a":null}]]})", R"([1,[2,{"a":null}]])", true},
        {R"({"const":[1,[2,{"a":null}]]})", R"([1,[2,{"a":false}]])", false},
        {R"({"const":[]})", "[1]", false},
        {R"({"const":{"$ref":"#/definitions/x"}})", R"({"$ref":"#/definitions/x"})", true},
        {R"({"const":{"patternProperties":3}})", R"({"patternProperties":3})", true},
        {R"({"enum":[{"dependencies":{"a":[1]}},2]})", R"({"dependencies":{"a":[1]}})", true},
        {R"({"const":1,"enum":[1,2]})", "2", false},
        {R"({"enum":[]})", "1", false},
    };
    check(rows);
}

TEST_CASE("numbers are compared exactly") {
    const row rows[] = {
        {R"({"type":"integer"})", "1.0", true},
        {R"({"type":"integer"})", "1e300", true},
        {R"({"type":"integer"})", "1.5", false},
        {R"({"minimum":18446744073709551616})", "18446744073709551615", false},
        {R"({"exclusiveMaximum":18446744073709551616})", "18446744073709551615", true},
        {R"({"minimum":1e19})", "9999999999999999999", false},
        {R"({"maximum":9007199254740992.0})", "9007199254740993", false},
        {R"({"multipleOf":0.01})", "19.99", true},
        {R"({"multipleOf":0.01})", "19.995", false},
        {R"({"multipleOf":3})", "-9223372036854775808", false},
        {R"({"multipleOf":2})", "-9223372036854775808", true},
        {R"({"minimum":5,"exclusiveMinimum":3})", "4", false},
        {R"({"minimum":3,"exclusiveMinimum":3})", "3", false},
        {R"({"minimum":3,"exclusiveMinimum":5})", "5", false},
        {R"({"maximum":5,"exclusiveMaximum":7})", "6", false},
        {R"({"maximum":7,"exclusiveMaximum":5})", "5", false},
        {R"({"minLength":2.0})", R"("a")", false},
        {R"({"maxLength":99999999999})", R"("a")", true},
        {R"({"minItems":99999999999})", "[1]", false},
        {R"({"maxProperties":4294967295})", R"({"a":1})", true},
    };
    check(rows);
}

TEST_CASE("keywords of draft-07 that draft-04 has not") {
    const row rows[] = {
        {R"({"propertyNames":{"minLength":2,"not":{"const":"xx"}}})", R"({"ab":1})", true},
        {R"({"propertyNames":{"minLength":2,"not":{"const":"xx"}}})", R"({"xx":1})", false},
        {R"({"propertyNames":{"minLength":2},"maxProperties":1})", R"({"ab":1})", true},
        {R"({"propertyNames":{"minLength":2},"minProperties":2})", R"({"ab":1})", false},
        {R"({"propertyNames":{"minLength":2},"additionalProperties":false})", R"({"ab":1})", false},
        {R"({"propertyNames":{"minLength":2},"additionalProperties":false})", "{}", true},
        {R"({"propertyNames":{"minLength":2},"patternProperties":{"":{"type":"null"}}})",
         R"({"ab":null})", true},
        {R"({"propertyNames":{"minLength":2},"const":{"ab":{"cd":1,"ef":2}}})",
         R"({"ab":{"ef":2,"cd":1}})", true},
        {R"({"propertyNames":{"minLength":2},"patternProperties":{"^a":{}},"additionalProperties":false})",
         R"({"ab":null})", true},
        {R"({"propertyNames":{"minLength":1},"patternProperties":{"^$":{"type":"null"}}})",
         R"({"a":1})", true},
        {R"({"contains":{"minimum":5}})", "[]", false},
        {R"({"contains":{"minimum":5}})", "{}", true},
        {R"({"contains":{"minimum":5}})", "[1,7]", true},
        {R"({"items":[],"additionalItems":false})", "[1]", false},
        {R"({"items":[],"additionalItems":false})", "[]", true},
        {R"({"items":{},"additionalItems":false})", "[1]", true},
        {R"({"if":{"type":"string"},"then":{"minLength":2},"else":{"minimum":2}})", "1", false},
        {R"({"then":{"minLength":2},"else":{"minimum":2}})", "1", true},
        {R"({"dependencies":{"a":["b"]}})", R"("text")", true},
        {R"({"dependencies":{"a":{"minProperties":2}}})", "1", true},
        {R"({"dependencies":{"a":{"minProperties":2}}})", R"({"a":1})", false},
        {R"({"$ref":"#/definitions/a","maximum":1,"definitions":{"a":{"minimum":1}}})", "2", true},
        {R"({"properties":{"a":true,"b":false}})", R"({"a":1})", true},
        {R"({"properties":{"a":true,"b":false}})", R"({"b":1})", false},
        {R"({"format":"date-time","contentEncoding":"base64"})", R"("no")", true},
    };
    check(rows);
}

TEST_CASE("a property may have the name of a keyword") {
    for (const std::string name : {"$ref", "type", "enum", "items", "not", "allOf", "properties",
                                   "patternProperties", "dependencies", "required", "pattern",
                                   "definitions", "additionalProperties", "minimum"}) {
        CAPTURE(name);
        const auto schema =
            compiled_schema::compile("{\"properties\":{\"" + name +
                                     R"(":{"type":"array","items":{"enum":[1,2]},"minItems":1}}})")
                .value();
        CHECK(schema.accepts(parse_json("{\"" + name + "\":[1,2]}").value()));
        CHECK_FALSE(schema.accepts(parse_json("{\"" + name + "\":[1,3]}").value()));
        CHECK_FALSE(schema.accepts(parse_json("{\"" + name + "\":[]}").value()));
    }
}

TEST_CASE("a text is compared to its end, U+0000 included") {
    const row rows[] = {
        {R"({"pattern":"^[a-z]+$"})", R"("abc\u0000<script>")", false},
        {R"({"pattern":"^abc$"})", R"("abc\u0000")", false},
        {R"({"const":"a\u0000b"})", R"("a\u0000b")", true},
        {R"({"const":"a\u0000b"})", R"("a\u0000c")", false},
        {R"({"maxLength":3})", R"("a\u0000b")", true},
        {R"({"maxLength":2})", R"("a\u0000b")", false},
        {R"({"properties":{"a\u0000b":{"type":"null"}}})", R"({"a\u0000b":1})", false},
        {R"({"properties":{"a\u0000b":{"type":"null"}}})", R"({"a":1})", true},
        {R"({"patternProperties":{"^a$":{"type":"null"}}})", R"({"a\u0000":1})", true},
        {R"({"required":["\u0000"]})", R"({"":1})", false},
    };
    check(rows);
}
