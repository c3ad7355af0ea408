#include <asyncapi/validation/parse_json.hpp>
#include <asyncapi/validation/rapidjson_engine.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <string>
#include <string_view>
#include <utility>

using asyncapi::errc;
using asyncapi::result;
using namespace asyncapi::validation;

namespace {

std::string repeated(std::string_view text, int times) {
    std::string made;
    for (int i = 0; i < times; ++i) made += text;
    return made;
}

result<compiled_schema> compile(std::string_view schema, const compile_options& options = {}) {
    auto compiled = rapidjson_engine::compile(schema, options);
    if (!compiled) return compiled.error();
    return compiled_schema{std::move(*compiled)};
}

rapidjson::Document nested(int depth) {
    return parse_json(repeated("[", depth) + repeated("]", depth), {.max_depth = 1'000'000})
        .value();
}

std::string refusal(const std::string& schema, const compile_options& options = {}) {
    const auto compiled = compile(schema, options);
    REQUIRE_FALSE(compiled);
    CHECK(compiled.error() == errc::unenforceable_schema);
    return compiled.error().detail();
}

/// `t0` applies `t1` to the same value, and so on.
std::string tower(int height, std::string_view copies, std::string_view top) {
    std::string text = R"({"$ref":"#/definitions/t0","definitions":{)";
    for (int i = 0; i < height; ++i) {
        std::string level{copies};
        const auto next = "#/definitions/t" + std::to_string(i + 1);
        for (auto at = level.find('@'); at != level.npos; at = level.find('@'))
            level.replace(at, 1, next);
        text += "\"t" + std::to_string(i) + "\":" + level + ',';
    }
    return text + "\"t" + std::to_string(height) + "\":" + std::string{top} + "}}";
}

}  // namespace

TEST_CASE("an instance deeper than the limit is refused, however deep") {
    const auto schema = compile("{}").value();
    CHECK(schema.accepts(nested(64)));
    CHECK_FALSE(schema.accepts(nested(65)));
    CHECK_FALSE(schema.accepts(nested(200'000)));
    const auto found = schema.check(nested(200'000));
    REQUIRE(found.size() == 1);
    CHECK(found[0].reason == "the value nests deeper than 64 levels");
    CHECK(found[0].pointer == repeated("/0", 64));

    compile_options options;
    options.max_depth = 2;
    CHECK_FALSE(compile("{}", options)->accepts(nested(3)));
    options.max_depth = 1'000'000;
    CHECK(compile("{}", options)->accepts(nested(256)));
    CHECK_FALSE(compile("{}", options)->accepts(nested(257)));
}

TEST_CASE("schemas stacked on one value, and values on one another, do not exhaust the stack") {
    const auto text = tower(60, R"({"allOf":[{"$ref":"@"}]})",
                            R"({"type":"array","items":{"$ref":"#/definitions/t0"}})");
    const auto schema = compile(text).value();
    CHECK(schema.accepts(nested(33)));
    CHECK(schema.check(nested(34)).at(0).reason == "the value nests deeper than 33 levels");

    const auto wrong = parse_json(repeated("[", 33) + "1" + repeated("]", 33)).value();
    const auto found = schema.check(wrong, report::all);
    REQUIRE(found.size() == 1);
    CHECK(found[0].reason == "1 is a number, not an array");
}

TEST_CASE("a pattern that RapidJSON cannot run exactly refuses the schema, by name and place") {
    const auto ahead = compile(R"json({"properties":{"a/b":{"pattern":"^(?!x)"}}})json");
    REQUIRE_FALSE(ahead);
    CHECK(ahead.error() == errc::unenforceable_schema);
    CHECK(ahead.error().where().schema_pointer == "/properties/a~1b/pattern");
    CHECK(ahead.error().detail() ==
          "the pattern \"^(?!x)\" cannot be enforced: look-ahead at character 3");
    CHECK(refusal(R"({"patternProperties":{"\\p{L}":{}}})") ==
          "the pattern \"\\p{L}\" cannot be enforced: a Unicode property at character 1");
}

TEST_CASE("schemas that multiply are refused before they run") {
    CHECK(refusal(tower(30, R"({"allOf":[{"$ref":"@"},{"$ref":"@"}]})", "{}")) ==
          "too many schemas apply to one value");
    CHECK(refusal(tower(100, R"({"allOf":[{"$ref":"@"}]})", "{}")) ==
          "too many schemas apply to one value");
    CHECK(refusal(tower(500, R"({"$ref":"@"})", "{}")) == "too many schemas refer to one another");
    CHECK(
        refusal(repeated("{\"if\":", 40) + "{}" + repeated(",\"then\":true,\"else\":true}", 40)) ==
        "too many schemas apply to one value");
    CHECK(compile(tower(100, R"({"$ref":"@"})", "{}")));
}

TEST_CASE("work that doubles with each level of an instance is stopped") {
    // Both alternatives go down into `next` before `kind` decides between them.
    const auto schema = compile(R"({"$ref":"#/definitions/n","definitions":{"n":{
        "oneOf":[{"properties":{"kind":{"const":"a"},"next":{"$ref":"#/definitions/n"}}},
                 {"properties":{"kind":{"const":"b"},"next":{"$ref":"#/definitions/n"}}}]}}})")
                            .value();
    const auto chain = [](int length) {
        return parse_json(repeated(R"({"next":)", length) + R"({"kind":"a"})" +
                          repeated(R"(,"kind":"b"})", length))
            .value();
    };
    CHECK(schema.accepts(chain(5)));
    CHECK_FALSE(schema.accepts(chain(60)));
    CHECK(schema.check(chain(60)).at(0).reason ==
          "checking the value takes more work than is allowed");
    CHECK(schema.accepts(chain(5)));
}

TEST_CASE("unique items and patterns are paid for out of the same purse") {
    compile_options options;
    options.max_steps = 1'000'000;
    const auto numbers = [](int count) {
        std::string text = "[0";
        for (int i = 1; i < count; ++i) text += ',' + std::to_string(i);
        return parse_json(text + ']').value();
    };
    const auto unique = compile(R"({"uniqueItems":true})", options).value();
    CHECK(unique.accepts(numbers(1'000)));
    CHECK_FALSE(unique.accepts(numbers(10'000)));

    const auto text = [](int size) {
        rapidjson::Document value;
        value.SetString(repeated("a", size).c_str(), value.GetAllocator());
        return value;
    };
    const auto slow = compile(R"({"pattern":".{1,500}x"})", options).value();
    CHECK(slow.check(text(50)).at(0).keyword == "pattern");
    CHECK(slow.check(text(10'000)).at(0).reason ==
          "checking the value takes more work than is allowed");
    const auto quick = compile(R"({"pattern":"^[a-z]+$"})", options).value();
    CHECK(quick.accepts(text(100'000)));
    // A pattern that fails early costs little.
    const auto early = compile(R"({"pattern":"^[a-z]{1,255}$"})", options).value();
    CHECK(early.check(text(100'000)).at(0).keyword == "pattern");
}

TEST_CASE("a schema that is too large is refused") {
    compile_options options;
    options.max_schema_bytes = 20;
    CHECK(refusal(R"({"title":"more than twenty"})", options) ==
          "the schema is longer than 20 bytes");

    std::string many = "{\"properties\":{";
    for (int i = 0; i < 11'000; ++i) many += "\"p" + std::to_string(i) + "\":{},";
    CHECK(refusal(many + "\"z\":{}}}") == "the schema has too many parts");
    CHECK(refusal(repeated(R"({"items":)", 200) + "{}" + repeated("}", 200))
              .starts_with("not JSON: the text nests deeper than 128 levels"));
    CHECK(compile(repeated(R"({"items":)", 100) + "{}" + repeated("}", 100)));
}

TEST_CASE("a value that is not JSON is refused with a reason") {
    const auto schema = compile("{}").value();
    rapidjson::Document value;

    value.SetDouble(NAN);
    CHECK_FALSE(schema.accepts(value));
    CHECK(schema.check(value).at(0).reason == "an infinity or NaN is no JSON number");

    value.Parse(R"({"a":["\udc00"]})");
    CHECK_FALSE(schema.accepts(value));
    CHECK(schema.check(value).at(0).reason == "a text is not valid UTF-8");
    CHECK(schema.check(value).at(0).pointer == "/a/0");
}
