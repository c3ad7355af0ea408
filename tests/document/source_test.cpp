#include <asyncapi/document/source.hpp>

#include <doctest/doctest.h>

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <string>

using asyncapi::document_source;
using asyncapi::errc;

namespace {

std::string json_of(const rapidjson::Value& value) {
    rapidjson::StringBuffer buffer;
    rapidjson::Writer<rapidjson::StringBuffer> writer{buffer};
    value.Accept(writer);
    return {buffer.GetString(), buffer.GetSize()};
}

/// \return the JSON of a text, or its error as `line:column: reason`
std::string read(std::string text, const asyncapi::source_limits& limits = {},
                 std::string uri = "a.yaml") {
    const auto source = document_source::read(std::move(uri), std::move(text), limits);
    if (source) return json_of((*source)->root());
    const auto& where = source.error().where();
    return std::to_string(where.line) + ':' + std::to_string(where.column) + ": " + where.reason;
}

std::string read_json(std::string text) {
    return read(std::move(text), {}, "a.json");
}

}  // namespace

TEST_CASE("plain scalars are what YAML's core schema says") {
    const struct {
        const char* yaml;
        const char* json;
    } rows[] = {
        {"a: ~", R"({"a":null})"},
        {"a:", R"({"a":null})"},
        {"a: NULL", R"({"a":null})"},
        {"a: True", R"({"a":true})"},
        {"a: no", R"({"a":"no"})"},
        {"a: on", R"({"a":"on"})"},
        {"a: 007", R"({"a":7})"},
        {"a: -12", R"({"a":-12})"},
        {"a: 0o17", R"({"a":15})"},
        {"a: 0xff", R"({"a":255})"},
        {"a: 1.10", R"({"a":1.1})"},
        {"a: .5", R"({"a":0.5})"},
        {"a: 1e3", R"({"a":1000.0})"},
        {"a: 1.", R"({"a":1.0})"},
        {"a: 3.0.0", R"({"a":"3.0.0"})"},
        {"a: 2017-05-01", R"({"a":"2017-05-01"})"},
        {"a: 12:30", R"({"a":"12:30"})"},
        {"a: '12'", R"({"a":"12"})"},
        {"a: !!str 12", R"({"a":"12"})"},
        {"a: !!int '12'", R"({"a":12})"},
        {"a: 18446744073709551615", R"({"a":18446744073709551615})"},
        {"a: |\n  two\n  lines\n", "{\"a\":\"two\\nlines\\n\"}"},
        {"200: a\ntrue: b\nnull: c", R"({"200":"a","true":"b","null":"c"})"},
        {"", "null"},
    };
    for (const auto& row : rows) {
        CAPTURE(row.yaml);
        CHECK(read(row.yaml) == row.json);
    }
}

TEST_CASE("aliases stand for what they name, and merge keys bring what is not there") {
    CHECK(read("a: &x {b: 1}\nc: *x") == R"({"a":{"b":1},"c":{"b":1}})");
    CHECK(read("a: &x {b: 1, c: 2}\nd: {<<: *x, c: 3}") ==
          R"({"a":{"b":1,"c":2},"d":{"c":3,"b":1}})");
    CHECK(read("a: &x {b: 1}\ne: &y {b: 2, f: 3}\nd: {<<: [*x, *y]}") ==
          R"({"a":{"b":1},"e":{"b":2,"f":3},"d":{"b":1,"f":3}})");
    CHECK(read("d: {'<<': 1}") == R"({"d":{"<<":1}})");
}

TEST_CASE("what is no document says the line and the column") {
    const struct {
        const char* yaml;
        const char* problem;
    } rows[] = {
        {"a: 1\nb: 2\na: 3", "3:1: the name \"a\" occurs twice in one object, first on line 1"},
        {"a: {b: 1, b: 2}", "1:11: the name \"b\" occurs twice in one object, first on line 1"},
        {"a: *b", "1:4: the referenced anchor is not defined"},
        {"a: &a [*a]", "1:8: the alias stands inside of what it names"},
        {"? [a]\n: b", "1:3: a name must be a scalar, as in JSON"},
        {"a: .inf", "1:4: .inf is no number that JSON can express"},
        {"a: !!set {b}",
         "1:4: the tag \"tag:yaml.org,2002:set\" does not fit: a document holds "
         "what JSON can hold"},
        {"a: 1\n---\nb: 2", "3:1: a second document begins here"},
        {"a: 1\n b: 2", "2:3: illegal map value"},
        {"a: \"\xC3\x28\"", "1:5: the text is not UTF-8"},
        {"a: {<<: 1}", "1:9: a merge key takes a map or a list of maps"},
    };
    for (const auto& row : rows) {
        CAPTURE(row.yaml);
        CHECK(read(row.yaml) == row.problem);
    }
}

TEST_CASE("JSON is read strictly, with lines") {
    CHECK(read_json(R"({"a": [1, -0.5, "\u00e9"]})") == "{\"a\":[1,-0.5,\"\xC3\xA9\"]}");
    CHECK(read_json("{\"a\": 1,\n \"a\": 2}") ==
          "2:2: the name \"a\" occurs twice in one object, first on line 1");
    CHECK(read_json("{\"a\": 1,\n}").starts_with("2:1: a member has no name"));
    CHECK(read_json("{} x") == "1:4: something follows the value");
    CHECK(read_json("{\"a\": 1e999}") == "1:7: a number is too large");
    CHECK(read_json("") == "1:1: there is no value");
}

TEST_CASE("values and names know where they begin") {
    for (const std::string uri : {"a.yaml", "a.json"}) {
        CAPTURE(uri);
        const auto source = document_source::read(
            uri, "{\"a\": {\"b\\\"c\": [true,\n  {\"d\": \"x\"}]},\n \"e\": null}");
        REQUIRE(source.has_value());
        const auto at = [&](const char* pointer) {
            const auto* value = (*source)->find(pointer);
            REQUIRE(value != nullptr);
            const auto position = (*source)->position_of(*value);
            return std::to_string(position.line) + ':' + std::to_string(position.column);
        };

        CHECK(at("") == "1:1");
        CHECK(at("/a") == "1:7");
        CHECK(at("/a/b\"c") == "1:16");
        CHECK(at("/a/b\"c/1/d") == "2:9");
        CHECK(at("/e") == "3:7");
        const auto& object = *(*source)->find("/a/b\"c/1");
        CHECK((*source)->position_of(object.MemberBegin()->name).column == 4);
    }
}

TEST_CASE("a pointer finds members of an object with many") {
    std::string text = "a:\n";
    for (int i = 99; i >= 0; --i)
        text += "  m" + std::to_string(i) + ": " + std::to_string(i) + "\n";
    const auto source = document_source::read("a.yaml", text);
    REQUIRE(source.has_value());

    for (int i = 0; i < 100; ++i) {
        const auto* found = (*source)->find("/a/m" + std::to_string(i));
        REQUIRE(found != nullptr);
        CHECK(found->GetInt() == i);
    }
    CHECK((*source)->find("/a/m100") == nullptr);
    CHECK((*source)->find("/a/") == nullptr);
}

TEST_CASE("lines end with line feeds, carriage returns or both") {
    const auto source = document_source::read("a.yaml", "a: 1\r\nb: 2\r\nc: 3\n");
    REQUIRE(source.has_value());

    CHECK((*source)->position_of(*(*source)->find("/c")).line == 3);
    CHECK(asyncapi::line_table{"a\rb\rc"}.position(4).line == 3);
}

TEST_CASE("hostile texts end with an error, in bounded time and memory") {
    std::string bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
    for (int i = 1; i < 12; ++i) {
        const auto before = std::to_string(i - 1);
        bomb += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [";
        for (int j = 0; j < 10; ++j) bomb += (j > 0 ? ", *a" : "*a") + before;
        bomb += "]\n";
    }
    CHECK(read(bomb).find("more than 1000000 values") != std::string::npos);

    std::string merges = "a0: &a0 {x: 1}\n";
    for (int i = 1; i < 300; ++i)
        merges += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " {<<: *a" +
                  std::to_string(i - 1) + "}\n";
    CHECK(read(merges).find("merge keys nest too deep") != std::string::npos);

    asyncapi::source_limits few;
    few.max_values = 1'000;
    std::string doubling = "a0: &a0 {x: 1}\n";
    for (int i = 1; i < 60; ++i) {
        const auto before = "*a" + std::to_string(i - 1);
        const auto name = "a" + std::to_string(i);
        doubling += name + ": &" + name + " {<<: [" + before + ", " + before + "]}\n";
    }
    CHECK(read(doubling, few).find("merge keys bring more than 1000 members") != std::string::npos);

    CHECK(read(std::string(200'000, '[')).starts_with("1:"));
    CHECK(read(std::string(200'000, '-') + " a").starts_with("\""));
    std::string deep;
    for (int i = 0; i < 1000; ++i) deep += std::string(static_cast<std::size_t>(i), ' ') + "a:\n";
    CHECK(read(deep).find("nests deeper than 128") != std::string::npos);
    CHECK(read_json(std::string(200'000, '[')).find("nests deeper than 128") != std::string::npos);
    CHECK(read(std::string(100, '\0')).find(": ") != std::string::npos);
    asyncapi::source_limits small;
    small.max_bytes = 10;
    const auto refused = document_source::read("a.yaml", "aaaaaaaaaaa", small);
    REQUIRE(!refused.has_value());
    CHECK(refused.error() == errc::too_large);
}
