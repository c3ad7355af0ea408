#include <asyncapi/document/checks/schemas/instance_maker.hpp>
#include <asyncapi/document/checks/schemas/instances.hpp>

#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <utility>

using asyncapi::checks::run;
using asyncapi::checks::detail::instance_maker;
using asyncapi::checks::detail::judge;
using asyncapi::checks::detail::verdict;

namespace {

asyncapi::document parsed(std::string text) {
    auto made = asyncapi::document::parse(std::move(text), "schema.json");
    REQUIRE(made.has_value());
    return *std::move(made);
}

}  // namespace

TEST_CASE("a value that is made from a schema satisfies it") {
    const std::string_view schemas[] = {
        R"({"type":"object","required":["a"],"properties":{"a":{"type":"string","minLength":3}}})",
        R"({"type":"array","minItems":2,"items":{"type":"integer","exclusiveMinimum":4}})",
        R"({"type":"number","maximum":-3})",
        R"({"type":"integer","minimum":3,"multipleOf":5})",
        R"({"enum":["x","y"]})",
        R"({"const":{"a":1}})",
        R"({"type":["null","string"],"format":"date-time"})",
        R"({"allOf":[{"type":"object","required":["a"],"properties":{"a":{"type":"boolean"}}},
            {"type":"object","required":["b"],"properties":{"b":{"type":"string","format":"uuid"}}}]})",
        R"({"oneOf":[{"type":"string"},{"type":"integer"}]})",
        R"({"type":"object","properties":{"next":{"$ref":"#"}}})",
        R"({"minItems":1})",
    };
    for (const auto schema : schemas) {
        CAPTURE(schema);
        const auto document = parsed(std::string{schema});
        run asking{document};
        rapidjson::Document memory;
        instance_maker maker{asking, memory.GetAllocator()};
        for (const auto how : {instance_maker::extent::least, instance_maker::extent::most}) {
            const auto made = maker.make(document.at(""), how);
            CHECK(judge(asking, {document.at(""), {}}, made) == verdict::yes);
        }
    }
}
