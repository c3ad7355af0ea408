#include "conformance/test_suite.hpp"

#include <asyncapi/document/checks/schemas/quick_look.hpp>

#include <doctest/doctest.h>

#include <cstdlib>
#include <string>
#include <string_view>

using asyncapi::checks::run;
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
