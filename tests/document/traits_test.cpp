#include <asyncapi/document/traits.hpp>

#include <asyncapi/codec/json.hpp>
#include <asyncapi/document/model.hpp>

#include <doctest/doctest.h>

#include <string>
#include <string_view>

namespace {

std::string effective(const std::string& version, std::string_view member) {
    const auto document = asyncapi::document::parse(
        "asyncapi: " + version +
        "\ncomponents:\n  messages:\n    m:\n      name: own\n      traits:\n"
        "        - {name: first, title: first, summary: first}\n"
        "        - $ref: '#/components/messageTraits/t'\n"
        "  messageTraits:\n    t: {name: second, title: second}\n");
    REQUIRE(document.has_value());
    const auto found =
        asyncapi::effective_member(*document, document->at("/components/messages/m"), member);
    return found && found->IsString() ? found->GetString() : "none";
}

// The effective headers of a message, and the line they count as.
std::string merged(const std::string& version, const std::string& own, const std::string& traits,
                   const std::string& member = "headers") {
    const auto document = asyncapi::document::parse(
        "asyncapi: " + version + "\ncomponents:\n  messages:\n    m:\n      " + own +
        "\n      traits: " + traits +
        "\n  schemas:\n    id: {type: string, maxLength: 9}\n"
        "    list: {items: {$ref: '#/components/schemas/list'}, title: theirs}\n");
    REQUIRE_MESSAGE(document.has_value(), document.error().to_string());
    const auto found =
        asyncapi::effective_member(*document, document->at("/components/messages/m"), member);
    if (!found) return "none";
    return std::to_string(found.position().line) + ' ' + asyncapi::write_json(*found);
}

}  // namespace

TEST_CASE("in version 2 the last trait wins over the object") {
    CHECK(effective("2.6.0", "name") == "second");
    CHECK(effective("2.6.0", "title") == "second");
    CHECK(effective("2.6.0", "summary") == "first");
    CHECK(effective("2.6.0", "description") == "none");
}

TEST_CASE("in version 3 the object wins over its traits") {
    CHECK(effective("3.0.0", "name") == "own");
    CHECK(effective("3.0.0", "title") == "second");
    CHECK(effective("3.0.0", "summary") == "first");
    CHECK(effective("3.0.0", "description") == "none");
}

TEST_CASE("objects are merged deeply, and which one wins is the version's") {
    const std::string own = "headers: {title: own, properties: {a: {minimum: 1}, b: {}}}";
    const std::string traits =
        "[{headers: {title: first, properties: {a: {minimum: 2, maximum: 5}, c: {}}}},"
        " {headers: {title: second, properties: {a: {maximum: 6}}, required: [a]}}]";
    CHECK(merged("2.6.0", own, traits) ==
          R"(6 {"title":"second","properties":{"a":{"minimum":2,"maximum":6},"b":{},"c":{}},)"
          R"("required":["a"]})");
    CHECK(merged("3.0.0", own, traits) ==
          R"(5 {"title":"own","properties":{"a":{"minimum":1,"maximum":6},"c":{},"b":{}},)"
          R"("required":["a"]})");
    CHECK(merged("3.1.0", "bindings: {mqtt: {qos: 1}}",
                 "[{bindings: {mqtt: {qos: 2, retain: true}, amqp: {ack: true}}}]",
                 "bindings") == R"(5 {"mqtt":{"qos":1,"retain":true},"amqp":{"ack":true}})");
}

TEST_CASE("lists and other values are taken whole, and null takes away") {
    CHECK(merged("2.6.0", "headers: {required: [a, b], title: own}",
                 "[{headers: {required: [c], title: null}}]") == R"(6 {"required":["c"]})");
    CHECK(merged("2.6.0", "headers: {title: own}", "[{headers: null}]") == "none");
    CHECK(merged("2.6.0", "headers: {title: own}", "[{headers: true}]") == "6 true");
    CHECK(merged("2.6.0", "headers: {title: own}",
                 "[{headers: null}, {headers: {type: object}}]") == R"(6 {"type":"object"})");
}

TEST_CASE("what references lead to is merged, where more than one has it") {
    CHECK(merged("3.0.0", "headers: {properties: {id: {$ref: '#/components/schemas/id'}}}",
                 "[{headers: {properties: {id: {type: integer, minLength: 1}}}}]") ==
          R"(5 {"properties":{"id":{"type":"string","minLength":1,"maxLength":9}}})");
    CHECK(merged("3.0.0", "headers: {properties: {id: {$ref: '#/components/schemas/id'}}}",
                 "[{headers: {title: theirs}}]") ==
          R"(5 {"title":"theirs","properties":{"id":{"$ref":"#/components/schemas/id"}}})");
    // Schemas that hold themselves end.
    const auto both = merged("3.0.0", "headers: {$ref: '#/components/schemas/list'}",
                             "[{headers: {items: {$ref: '#/components/schemas/list'}}}]");
    CHECK(both.find("theirs") != std::string::npos);
}

TEST_CASE("references of a trait in another text lead where they led") {
    asyncapi::load_options options;
    options.resolver = [](std::string_view uri) -> asyncapi::result<std::string> {
        if (uri == "http://a/traits/t.yaml")
            return std::string{
                "trait: {headers: {properties: {id: {$ref: '#/id'}, at: {$ref: "
                "'s.yaml#/at'}}}}\nid: {type: string}\n"};
        if (uri == "http://a/traits/s.yaml") return std::string{"at: {type: integer}\n"};
        return asyncapi::errc::malformed;
    };
    const auto document = asyncapi::document::parse(
        "asyncapi: 3.0.0\ncomponents:\n  messages:\n    m:\n      headers: {title: own}\n"
        "      traits: [{$ref: 'http://a/traits/t.yaml#/trait'}]\n",
        "document.yaml", options);
    REQUIRE_MESSAGE(document.has_value(), document.error().to_string());
    const auto headers =
        asyncapi::effective_member(*document, document->at("/components/messages/m"), "headers");
    const auto properties = headers.member("properties");
    for (const std::string name : {"id", "at"}) {
        CAPTURE(name);
        const auto target = document->resolve(properties.member(name));
        REQUIRE_MESSAGE(target.has_value(), target.error().to_string());
        CHECK(target->member("type"));
    }
}

TEST_CASE("a document that would be merged for ever is not") {
    std::string self = "{";
    for (const auto* name : {"a", "b", "c", "d"})
        self += std::string{name} + ": {$ref: '#/components/schemas/self'}, ";
    const auto document = asyncapi::document::parse(
        "asyncapi: 3.0.0\ncomponents:\n  schemas:\n    self: {properties: " + self +
        "}}\n  messages:\n    m:\n      headers: {$ref: '#/components/schemas/self'}\n"
        "      traits: [{headers: {$ref: '#/components/schemas/self'}}]\n");
    REQUIRE_MESSAGE(document.has_value(), document.error().to_string());
    const auto headers =
        asyncapi::effective_member(*document, document->at("/components/messages/m"), "headers");
    CHECK(headers.member("$ref"));
}
