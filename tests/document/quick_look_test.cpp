#include "../conformance/test_suite.hpp"

#include <asyncapi/document/checks/schemas/instance_maker.hpp>
#include <asyncapi/document/checks/schemas/instances.hpp>

#include <doctest/doctest.h>

#include <cstdlib>
#include <string>
#include <string_view>

using asyncapi::checks::run;
using asyncapi::checks::detail::instance_maker;
using asyncapi::checks::detail::judge;
using asyncapi::checks::detail::quick_look;
using asyncapi::checks::detail::verdict;

namespace {

asyncapi::document parsed(std::string text) {
    auto made = asyncapi::document::parse(std::move(text), "schema.json");
    REQUIRE(made.has_value());
    return *std::move(made);
}

}  // namespace

TEST_CASE("a quick look at a schema says what the test suite says, or that it does not know") {
    const auto suite = conformance::test_suite::find();
    if (!suite) {
        if (std::getenv("CI") != nullptr) FAIL("no JSON Schema test suite");
        MESSAGE("SKIPPED: no JSON Schema test suite");
        return;
    }
    std::size_t known = 0;
    std::size_t all = 0;
    const auto folder = suite->root() / "tests" / "draft7";
    for (const auto& entry : conformance::fs::directory_iterator{folder}) {
        if (!entry.is_regular_file()) continue;
        rapidjson::Document groups;
        groups.Parse(conformance::read_file(entry.path()).c_str());
        for (const auto& group : groups.GetArray()) {
            const auto text = conformance::write(group["schema"]);
            // $id names nothing in an AsyncAPI document, and references are not JSON Schema's.
            if (text.find("$id") != text.npos || text.find("http") != text.npos) continue;
            const auto document = parsed(text);
            run asking{document};
            for (const auto& each : group["tests"].GetArray()) {
                CAPTURE(entry.path().filename().string());
                CAPTURE(text);
                CAPTURE(conformance::write(each["data"]));
                const auto said = quick_look{asking}.judge(document.at(""), each["data"]);
                ++all;
                if (said == verdict::unknown) continue;
                ++known;
                CHECK((said == verdict::yes) == each["valid"].GetBool());
            }
        }
    }
    MESSAGE(known << " of " << all << " values judged without the engine");
    CHECK(known > all / 2);
}

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
            CAPTURE(conformance::write(made));
            CHECK(judge(asking, {document.at(""), {}}, made) == verdict::yes);
        }
    }
}
