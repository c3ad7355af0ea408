#include <asyncapi/validation/parse_json.hpp>
#include <asyncapi/validation/schema.hpp>

#include <doctest/doctest.h>

#include <string>
#include <string_view>

using namespace asyncapi::validation;

namespace {

std::string repeated(std::string_view text, int times) {
    std::string made;
    for (int i = 0; i < times; ++i) made += text;
    return made;
}

rapidjson::Document nested(int depth) {
    return parse_json(repeated("[", depth) + repeated("]", depth), {.max_depth = 1'000'000})
        .value();
}

compiled_schema compiled(const std::string& schema, const compile_options& options = {}) {
    return compiled_schema::compile(schema, options).value();
}

}  // namespace

TEST_CASE("an instance is followed as deep as the limit, however deep it is") {
    const auto schema = compiled(R"({"items":{"$ref":"#"}})");
    CHECK(schema.accepts(nested(64)));
    CHECK_FALSE(schema.accepts(nested(65)));
    const auto found = schema.check(nested(200'000));
    REQUIRE(found.size() == 1);
    CHECK(found[0].reason == "the value nests deeper than 64 levels");

    compile_options options;
    options.max_depth = 2;
    CHECK_FALSE(compiled(R"({"items":{"$ref":"#"}})", options).accepts(nested(3)));
    options.max_depth = 1'000'000;
    CHECK(compiled(R"({"items":{"$ref":"#"}})", options).accepts(nested(256)));
    CHECK_FALSE(compiled(R"({"items":{"$ref":"#"}})", options).accepts(nested(257)));
}

TEST_CASE("what the schema does not look at may be as deep as the reader let it") {
    CHECK(compiled("{}").accepts(nested(200'000)));
    CHECK(compiled(R"({"type":"array","minItems":1})").accepts(nested(200'000)));
}

TEST_CASE("items that must be unique are not followed beyond the limit") {
    const auto pair = [](int depth) {
        const auto one = repeated("[", depth) + repeated("]", depth);
        return parse_json("[" + one + "," + one + "]", {.max_depth = 1'000'000}).value();
    };
    const auto schema = compiled(R"({"uniqueItems":true})");
    CHECK(schema.check(pair(63)).at(0).keyword == "uniqueItems");
    CHECK(schema.check(pair(200'000)).at(0).reason == "the value nests deeper than 64 levels");
}

TEST_CASE("work that doubles with each level of an instance is stopped") {
    // Both alternatives go down into `next` before `kind` decides between them.
    compile_options options;
    options.max_steps = 1'000'000;
    const auto told_apart_by = [&](const std::string& a, const std::string& b) {
        return compiled(R"({"$ref":"#/definitions/n","definitions":{"n":{"oneOf":[
            {"properties":{"next":{"$ref":"#/definitions/n"},"kind":)" +
                            a + R"(}},
            {"properties":{"next":{"$ref":"#/definitions/n"},"kind":)" +
                            b + R"(}}]}}})",
                        options);
    };
    const auto schema = told_apart_by(R"({"pattern":"^a"})", R"({"pattern":"^b"})");
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
    // Values that tell alternatives apart are looked at first.
    CHECK(told_apart_by(R"({"const":"a"})", R"({"const":"b"})").accepts(chain(60)));
}

TEST_CASE("neither `not` nor `if` takes work that was stopped for a verdict") {
    compile_options options;
    options.max_steps = 10;
    for (const auto* text : {R"({"not":{"items":{"items":{"type":"null"}}}})",
                             R"({"if":{"items":{"items":{"type":"null"}}},"then":false})",
                             R"({"contains":{"items":{"type":"null"}}})"}) {
        CAPTURE(text);
        const auto schema = compiled(text, options);
        const auto many = parse_json("[[" + repeated("1,", 100) + "1]]").value();
        CHECK_FALSE(schema.accepts(many));
        CHECK(schema.check(many).at(0).reason ==
              "checking the value takes more work than is allowed");
    }
}

TEST_CASE("more names than a word has bits are all asked for") {
    std::string properties;
    std::string required;
    std::string instance;
    for (int i = 0; i < 200; ++i) {
        const auto name = "\"p" + std::to_string(i) + "\"";
        properties += (i > 0 ? "," : "") + name + R"(:{"type":"integer"})";
        required += (i > 0 ? "," : "") + name;
        instance += (i > 0 ? "," : "") + name + ":1";
    }
    const auto schema =
        compiled(R"({"properties":{)" + properties + R"(},"required":[)" + required + "]}");
    CHECK(schema.accepts(parse_json("{" + instance + "}").value()));
    CHECK_FALSE(
        schema.accepts(parse_json("{" + instance.substr(0, instance.rfind(',')) + "}").value()));
    CHECK_FALSE(
        schema.accepts(parse_json("{" + instance.substr(instance.find(',') + 1) + "}").value()));
}
