#include <asyncapi/validation/parse_json.hpp>
#include <asyncapi/validation/schema.hpp>

#include <doctest/doctest.h>

#include <functional>
#include <string>
#include <string_view>
#include <vector>

using asyncapi::errc;
using asyncapi::result;
using namespace asyncapi::validation;

// Nothing here may take long: what a stranger sends ends with a verdict, or with the reason why
// there is none. A hang fails by the time that a test is given.

namespace {

constexpr const char* too_much_work = "checking the value takes more work than is allowed";

std::string too_much_matching(const std::string& pattern) {
    return "matching the pattern " + pattern + " takes more work than is allowed";
}

std::string repeated(std::string_view text, int times) {
    std::string made;
    for (int i = 0; i < times; ++i) made += text;
    return made;
}

/// `make(0),make(1),...`
std::string listed(int count, const std::function<std::string(int)>& make) {
    std::string made;
    for (int i = 0; i < count; ++i) made += (i > 0 ? "," : "") + make(i);
    return made;
}

std::string member(int i, std::string_view value) {
    return "\"n" + std::to_string(i) + "\":" + std::string{value};
}

rapidjson::Document parsed(const std::string& text) {
    return parse_json(text, {.max_bytes = 64U << 20U, .max_depth = 1'000'000}).value();
}

compiled_schema compiled(const std::string& schema, std::size_t max_steps = 1'000'000) {
    compile_options options;
    options.max_steps = max_steps;
    return compiled_schema::compile(schema, options).value();
}

std::string reason_of(const compiled_schema& schema, const rapidjson::Value& value) {
    const auto found = schema.check(value);
    return found.empty() ? "valid" : found.front().reason;
}

std::string refusal_of(const std::string& schema) {
    const auto made = compiled_schema::compile(schema);
    if (made) return "compiled";
    CHECK(made.error() == errc::unenforceable_schema);
    return made.error().detail();
}

}  // namespace

TEST_CASE("numbers beyond a double are malformed, and long ones are read") {
    CHECK(parse_json("1e400").error().detail() == "a number is too large at byte 0");
    CHECK(parse_json("-1e400").error().detail() == "a number is too large at byte 0");
    CHECK(parse_json(repeated("9", 400)).error().detail() == "a number is too large at byte 0");
    CHECK(parse_json(repeated("9", 1'000'000)).error() == errc::malformed);
    CHECK(parse_json("1e" + repeated("9", 1'000'000)).error() == errc::malformed);
    CHECK(parse_json(repeated("9", 300))->IsDouble());
    CHECK(parse_json("0." + repeated("9", 1'000'000))->GetDouble() == 1);
    CHECK(parse_json("1e-" + repeated("9", 1'000'000))->GetDouble() == 0);
}

TEST_CASE("multiples are found out at either end of the doubles") {
    CHECK(compiled(R"({"multipleOf":5e-324})").accepts(parsed("1.7976931348623157e308")));
    CHECK(compiled(R"({"multipleOf":0.5})").accepts(parsed("1e308")));
    CHECK_FALSE(compiled(R"({"multipleOf":1e308})").accepts(parsed("5e-324")));
    CHECK_FALSE(compiled(R"({"multipleOf":7})").accepts(parsed("1e308")));
    CHECK(compiled(R"({"multipleOf":1e308})").accepts(parsed("0")));
}

TEST_CASE("brackets without end are refused, as an instance and as a schema") {
    CHECK(parse_json(repeated("[", 1'000'000)).error().detail() ==
          "the text nests deeper than 64 levels at byte 64");
    CHECK(refusal_of(repeated("[", 1'000'000)) ==
          "not JSON: the text nests deeper than 128 levels at byte 128");
    CHECK(refusal_of(repeated(R"({"not":)", 100'000)) ==
          "not JSON: the text nests deeper than 128 levels at byte 896");
}

TEST_CASE("references that lead back to the same value are refused, whatever they go through") {
    for (
        const char* schema : {
            R"({"$ref":"#"})",
            R"({"$ref":"#/definitions/a","definitions":{"a":{"$ref":"#/definitions/b"},"b":{"$ref":"#/definitions/a"}}})",
            R"({"allOf":[{"$ref":"#"}]})",
            R"({"anyOf":[{},{"$ref":"#"}]})",
            R"({"oneOf":[{},{"$ref":"#"}]})",
            R"({"not":{"$ref":"#"}})",
            R"({"if":{"$ref":"#"},"then":true})",
            R"({"if":true,"then":{"$ref":"#"}})",
            R"({"if":true,"else":{"$ref":"#"}})",
            R"({"dependencies":{"a":{"$ref":"#"}}})",
            R"({"properties":{"a":{"allOf":[{"not":{"$ref":"#/properties/a"}}]}}})",
            R"({"definitions":{"a":{"not":{"anyOf":[{"$ref":"#/definitions/b"}]}},"b":{"if":{"$ref":"#/definitions/a"},"then":{}}},"items":{"$ref":"#/definitions/a"}})",
        }) {
        CAPTURE(schema);
        CHECK(refusal_of(schema) == "the schema applies itself to the same value");
    }
    for (const char* schema :
         {R"({"items":{"$ref":"#"}})", R"({"additionalProperties":{"not":{"$ref":"#"}}})",
          R"({"contains":{"$ref":"#"}})", R"({"propertyNames":{"$ref":"#"}})"}) {
        CAPTURE(schema);
        CHECK(refusal_of(schema) == "compiled");
    }
}

TEST_CASE("chains of references are followed, up to a length") {
    const auto chain = [](int length) {
        return R"({"$ref":"#/definitions/n0","definitions":{)" +
               listed(length,
                      [](int i) {
                          return member(
                              i, R"({"$ref":"#/definitions/n)" + std::to_string(i + 1) + "\"}");
                      }) +
               "," + member(length, R"({"type":"null"})") + "}}";
    };
    CHECK(compiled(chain(200)).accepts(parsed("null")));
    CHECK_FALSE(compiled(chain(200)).accepts(parsed("1")));
    CHECK(refusal_of(chain(9'000)) == "too many schemas refer to one another");
}

TEST_CASE("schemas that double with each reference are refused") {
    std::string definitions = member(0, "{}");
    for (int i = 1; i < 60; ++i) {
        const auto below = R"({"$ref":"#/definitions/n)" + std::to_string(i - 1) + "\"}";
        definitions += "," + member(i, R"({"allOf":[)" + below + "," + below + "]}");
    }
    CHECK(refusal_of(R"({"$ref":"#/definitions/n59","definitions":{)" + definitions + "}}") ==
          "too many schemas apply to one value");
}

TEST_CASE("a schema of a megabyte is compiled or refused") {
    const auto name = repeated("n", 500'000);
    CHECK(refusal_of(R"({"properties":{)" + listed(100'000, [](int i) { return member(i, "1"); }) +
                     "}}") == "the schema is longer than 1048576 bytes");
    CHECK(refusal_of(R"({"properties":{)" + listed(50'000, [](int i) { return member(i, "{}"); }) +
                     "}}") == "the schema has too many parts");
    // Each place in the schema has a pointer, which has all names above it.
    CHECK(refusal_of(R"({"definitions":{")" + name + R"(":{"properties":{)" +
                     listed(10'000, [](int i) { return member(i, "{}"); }) + "}}}}") ==
          "the names and identifiers in the schema are too long");
    CHECK(refusal_of(R"({"$id":")" + name + R"(","definitions":{)" +
                     listed(10'000, [](int i) { return member(i, "{}"); }) + "}}") ==
          "the names and identifiers in the schema are too long");
    CHECK(refusal_of(R"({"enum":[)" + listed(20'000, [](int i) { return std::to_string(i); }) +
                     "]}") == "compiled");
    const auto names = listed(10'000, [](int i) { return '"' + std::to_string(i) + '"'; });
    CHECK(refusal_of(R"({"required":[)" + names + "]}") == "compiled");
    // What tells alternatives apart is looked for among these.
    CHECK(refusal_of(R"({"anyOf":[{"type":"null"},{"required":[)" + names + R"(],"properties":{)" +
                     listed(2'000, [](int i) { return member(i, "{}"); }) + "}}]}") == "compiled");
}

TEST_CASE("ten thousand alternatives are too many, and fewer cost no more than is allowed") {
    const auto alternatives = [](int count, std::string_view keyword) {
        return R"({"items":{"oneOf":[)" +
               listed(count,
                      [&](int i) {
                          return '{' + std::string{keyword} + ":" + std::to_string(i) + "}";
                      }) +
               "]}}";
    };
    CHECK(refusal_of(alternatives(10'000, R"("const")")) == "the schema has too many parts");
    const auto schema = compiled(alternatives(9'000, R"("const")"));
    CHECK(schema.accepts(parsed("[8999]")));
    CHECK(reason_of(schema, parsed("[9000]")) == "none of the 9000 alternatives fits");
    CHECK(reason_of(schema, parsed("[" + repeated("8999,", 1'000) + "1]")) == too_much_work);

    const auto apart = compiled(
        R"({"items":{"oneOf":[)" +
        listed(4'000, [](int i) { return R"({"required":["n)" + std::to_string(i) + "\"]}"; }) +
        "]}}");
    const auto wide = [](int size) {
        return "[{" + listed(size, [](int i) { return member(i + 3'999, "1"); }) + "}]";
    };
    CHECK(apart.accepts(parsed(wide(100))));
    CHECK(reason_of(apart, parsed(wide(10'000))) == too_much_work);
}

TEST_CASE("a million items that must be unique are compared within the steps allowed") {
    const auto numbers =
        parsed("[" + listed(1'000'000, [](int i) { return std::to_string(i); }) + "]");
    CHECK(compiled(R"({"uniqueItems":true})", 100'000'000).accepts(numbers));
    CHECK(reason_of(compiled(R"({"uniqueItems":true})", 1'000), numbers) == too_much_work);

    // Equal objects are compared name by name.
    const auto members = "{" + listed(50'000, [](int i) { return member(i, "1"); }) + "}";
    const auto backwards =
        "{" + listed(50'000, [](int i) { return member(49'999 - i, "1"); }) + "}";
    const auto twins = parsed("[" + members + "," + backwards + "]");
    CHECK(reason_of(compiled(R"({"uniqueItems":true})", 100'000'000), twins) ==
          "items 0 and 1 are equal");
    CHECK_FALSE(compiled(R"({"uniqueItems":true})").accepts(twins));
}

TEST_CASE("what is inside items is compared within the steps allowed") {
    const auto heavy = "[" + repeated("0,", 200'000) + "0]";
    const auto unique = compiled(R"({"allOf":[)" +
                                 listed(1'000,
                                        [](int i) {
                                            return R"({"uniqueItems":true,"maxItems":)" +
                                                   std::to_string(i + 100) + "}";
                                        }) +
                                 "]}");
    CHECK(reason_of(unique, parsed("[" + listed(20, [](int i) { return std::to_string(i); }) + "," +
                                   heavy + "]")) == too_much_work);
}

TEST_CASE("a long enumeration is compared within the steps allowed") {
    const auto schema = compiled(R"({"items":{"enum":[)" +
                                 listed(50'000, [](int i) { return std::to_string(i); }) + "]}}");
    CHECK(schema.accepts(parsed("[49999]")));
    CHECK(reason_of(schema, parsed("[" + repeated("49999,", 10'000) + "1]")) == too_much_work);

    const auto list = [](int last) {
        return "[[" + repeated("0,", 1'000) + std::to_string(last) + "]]";
    };
    const auto lists =
        compiled(R"({"items":{"enum":[)" + listed(400, [&](int i) { return list(i); }) + "]}}");
    CHECK(lists.accepts(parsed("[" + list(399) + "]")));
    CHECK(reason_of(lists, parsed("[" + listed(100, [&](int) { return list(399); }) + "]")) ==
          too_much_work);
}

TEST_CASE("a hundred thousand names that look alike are told apart") {
    const auto name = [](int i) { return repeated("aAbB", 8) + std::to_string(i); };
    const auto text = "{" + listed(100'000, [&](int i) { return '"' + name(i) + "\":1"; }) + "}";
    const auto instance = parsed(text);
    CHECK(compiled(R"({"additionalProperties":{"type":"integer"}})").accepts(instance));
    CHECK(reason_of(compiled(R"({"propertyNames":{"maxLength":36}})"), instance)
              .ends_with("has 37 characters, more than the maximum of 36"));
    CHECK(compiled(R"({"required":[")" + name(99'999) + R"("]})").accepts(instance));
    CHECK(parse_json(text.substr(0, text.size() - 1) + ",\"" + name(7) + "\":1}")
              .error()
              .detail()
              .starts_with("a name occurs twice in one object"));
}

TEST_CASE("patterns and lengths of long texts are held within the steps allowed") {
    const auto text = parsed('"' + repeated("\xC3\xA9", 1'000'000) + '"');
    const auto many = [](const std::function<std::string(int)>& make) {
        return compiled(R"({"allOf":[)" + listed(2'000, make) + "]}");
    };
    CHECK(reason_of(
              many([](int i) { return R"({"minLength":)" + std::to_string(i + 600'000) + "}"; }),
              text) == too_much_work);
    CHECK(reason_of(many([](int i) {
                        return R"json({"pattern":"^(\u00e9|ab)+c{0,)json" + std::to_string(i % 50) +
                               "}$\"}";
                    }),
                    text) == too_much_work);

    const auto names = parsed("{" + listed(20'000, [](int i) { return member(i, "1"); }) + "}");
    CHECK(reason_of(
              compiled(
                  R"({"patternProperties":{)" +
                  listed(200, [](int i) { return "\"^(n|mm)x" + std::to_string(i) + "\":false"; }) +
                  "}}"),
              names) == too_much_work);
}

TEST_CASE("catastrophic patterns end with a verdict or say that they take too much") {
    const auto hostile = parsed('"' + repeated("a", 4'000) + "!\"");
    for (const char* pattern : {"(a+)+$", "^(a|a)*$", "^(([a-z])+.)+[A-Z]([a-z])+$", "(.*)*b"}) {
        CAPTURE(pattern);
        CHECK(reason_of(compiled(R"({"pattern":")" + std::string{pattern} + "\"}"), hostile)
                  .find("does not match the pattern") != std::string::npos);
    }
    for (const char* pattern :
         {"^(?=a)(a+)+$", R"((?=x?)(?:a|a){20}b)", R"((?=a)(a?){19}a{19}b)"}) {
        CAPTURE(pattern);
        CHECK(reason_of(compiled(R"({"pattern":")" + std::string{pattern} + "\"}"), hostile) ==
              too_much_matching(pattern));
    }
}

TEST_CASE("many texts, each of which a pattern takes long to match, are stopped together") {
    const auto schema = compiled(R"({"items":{"pattern":"(?=x?)(?:a|a){15}b"}})");
    const auto texts = [](int count) {
        return parsed("[" + listed(count, [](int) { return '"' + repeated("a", 40) + "b\""; }) +
                      "]");
    };
    CHECK(schema.accepts(texts(1)));
    CHECK(reason_of(schema, texts(2'000)) == too_much_matching("(?=x?)(?:a|a){15}b"));
}

TEST_CASE("the words for a violation are found within bounds, however deep or wide the value is") {
    // The member that is wrong comes first; what follows is gone through for all violations.
    const auto schema =
        compiled(R"({"properties":{"a":{"type":"null"},"b":{"$ref":"#/definitions/list"}},
        "definitions":{"list":{"items":{"$ref":"#/definitions/list"}}}})");
    const auto deep = repeated("[", 100'000) + repeated("]", 100'000);
    const auto found = schema.check(parsed(R"({"a":1,"b":)" + deep + "}"), report::all);
    REQUIRE(found.size() == 1);
    CHECK(found[0].pointer == "/a");

    const auto twins = compiled(R"({"maxItems":0,"uniqueItems":true,"enum":[]})");
    CHECK(twins.check(parsed("[" + deep + "," + deep + "]"), report::all).size() >= 1);

    const auto wide = compiled(R"({"required":["x"],"properties":{)" +
                               listed(5'000, [](int i) { return member(i, "true"); }) +
                               R"(},"additionalProperties":{"type":"integer"}})");
    const auto many =
        parsed("{" + listed(200'000, [](int i) { return member(i + 1'000'000, "1"); }) + "}");
    CHECK(wide.check(many, report::all).at(0).reason == "the property x is missing");
}

TEST_CASE("schemas that stand on one another on each level of a deep value have room") {
    std::string schema = R"({"type":"array","items":{"$ref":"#"}})";
    for (int i = 0; i < 61; ++i) schema = R"({"allOf":[)" + schema + "]}";
    const auto deep = [](int depth, std::string_view inside) {
        return parsed(repeated("[", depth) + std::string{inside} + repeated("]", depth));
    };
    compile_options options;
    options.max_depth = 256;
    const auto tower = compiled_schema::compile(schema, options).value();
    CHECK(tower.accepts(deep(30, "")));
    CHECK(tower.check(deep(30, "1"), report::all).size() == 1);
    CHECK_FALSE(tower.check(deep(120, "1"), report::all).empty());
    CHECK_FALSE(tower.check(deep(100'000, "1"), report::all).empty());
}
