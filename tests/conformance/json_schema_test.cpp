#include "test_suite.hpp"

#include <asyncapi/validation/draft07/read.hpp>
#include <asyncapi/validation/engine.hpp>
#include <asyncapi/validation/explain/explain.hpp>
#include <asyncapi/validation/rapidjson_engine.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>

using conformance::test_suite;
using namespace asyncapi::validation;

namespace {

/// Required cases that are known to fail, as `file | group | case`. None: a case that begins to
/// fail is a defect, and one that is listed here and passes fails the test too.
const std::set<std::string> known_gaps = {};

/// Optional cases that fail, and why.
const std::set<std::string> optional_gaps = {};

/// Editions by their number of required cases: a suite of another size is new here.
const std::map<std::size_t, const char*> known_editions = {{927, "2025"}, {423, "2.0.0"}};

const test_suite* suite() {
    static const auto found = test_suite::find();
    if (found) return &*found;
    const bool must_be_there = std::getenv("CI") != nullptr;
    if (must_be_there) FAIL("no JSON Schema test suite: install json-schema-test-suite");
    MESSAGE("SKIPPED: no JSON Schema test suite: install json-schema-test-suite");
    return nullptr;
}

template <class Engine>
asyncapi::result<compiled_schema> compile(std::string_view schema, const compile_options& options) {
    auto compiled = Engine::compile(schema, options);
    if (!compiled) return compiled.error();
    return compiled_schema{std::move(*compiled)};
}

compile_options with_remotes(const test_suite& from) {
    compile_options options;
    options.resolver = [&from](std::string_view uri) { return from.remote(uri); };
    return options;
}

std::string name_of(const std::string& file, const rapidjson::Value& group,
                    const rapidjson::Value& test) {
    return file + " | " + group["description"].GetString() + " | " +
           test["description"].GetString();
}

}  // namespace

TYPE_TO_STRING(program_engine);
TYPE_TO_STRING(rapidjson_engine);

TEST_CASE_TEMPLATE("every required case of draft-07 has the verdict of the test suite", Engine,
                   program_engine, rapidjson_engine) {
    const auto* const from = suite();
    if (from == nullptr) return;

    std::set<std::string> failed;
    std::size_t total = 0;
    from->for_each_group("draft7", [&](const std::string& file, const rapidjson::Value& group) {
        const auto schema =
            compile<Engine>(conformance::write(group["schema"]), with_remotes(*from));
        if (!schema) MESSAGE(file << ": " << schema.error().to_string());
        for (const auto& test : group["tests"].GetArray()) {
            ++total;
            const bool expected = test["valid"].GetBool();
            if (!schema || schema->accepts(test["data"]) != expected)
                failed.insert(name_of(file, group, test));
        }
    });

    std::cout << "JSON Schema draft-07, " << doctest::toString<Engine>() << ", "
              << from->root().string() << ": " << total - failed.size() << " of " << total
              << " required cases pass\n";
    CHECK(failed == known_gaps);
    CHECK_MESSAGE(known_editions.contains(total), "an edition of " << total << " cases");
}

TEST_CASE_TEMPLATE("violations are explained exactly where the engine refuses", Engine,
                   program_engine, rapidjson_engine) {
    const auto* const from = suite();
    if (from == nullptr) return;

    from->for_each_group("draft7", [&](const std::string& file, const rapidjson::Value& group) {
        const auto text = conformance::write(group["schema"]);
        const auto options = with_remotes(*from);
        const auto schema = compile<Engine>(text, options).value();
        const auto graph = detail::read_schema(text, options).value();
        for (const auto& test : group["tests"].GetArray()) {
            CAPTURE(name_of(file, group, test));
            const auto& data = test["data"];
            const bool accepted = schema.accepts(data);

            detail::explanation explained{report::all};
            CHECK(explained.explain(*graph->root, data) == accepted);
            CHECK(explained.violations().empty() == accepted);

            CHECK(schema.check(data).size() == (accepted ? 0 : 1));
            for (const auto& each : schema.check(data, report::all)) {
                CHECK_FALSE(each.reason.empty());
                CHECK(each.reason != "the value does not satisfy its schema");
                CHECK(each.schema_pointer.find(each.keyword) != std::string::npos);
            }
        }
    });
}

TEST_CASE_TEMPLATE("an optional case is refused or right, never enforced by half", Engine,
                   program_engine, rapidjson_engine) {
    const auto* const from = suite();
    if (from == nullptr || !from->has("draft7/optional")) return;

    // The others ask for formats and contents, which are annotations here unless asked for.
    from->for_each_group(
        "draft7/optional", [&](const std::string& file, const rapidjson::Value& group) {
            if (file == "content.json" || group["schema"].HasMember("format")) return;
            const auto schema =
                compile<Engine>(conformance::write(group["schema"]), with_remotes(*from));
            if (!schema) return;
            for (const auto& test : group["tests"].GetArray()) {
                CAPTURE(name_of(file, group, test));
                CHECK(schema->accepts(test["data"]) == test["valid"].GetBool());
            }
        });
}

TEST_CASE("every optional case has the verdict of the test suite, formats and contents asserted") {
    const auto* const from = suite();
    if (from == nullptr || !std::filesystem::exists(from->root() / "tests/draft7/optional")) return;

    std::set<std::string> failed;
    std::size_t total = 0;
    const auto check = [&](const std::string& file, const rapidjson::Value& group) {
        auto options = with_remotes(*from);
        options.assert_formats = true;
        options.assert_content = true;
        const auto schema = compiled_schema::compile(conformance::write(group["schema"]), options);
        if (!schema) MESSAGE(file << ": " << schema.error().to_string());
        for (const auto& test : group["tests"].GetArray()) {
            ++total;
            const auto& data = test["data"];
            const bool expected = test["valid"].GetBool();
            if (!schema || schema->accepts(data) != expected ||
                schema->check(data).empty() != expected)
                failed.insert(name_of(file, group, test));
        }
    };
    from->for_each_group("draft7/optional", check);
    from->for_each_group("draft7/optional/format", check);

    std::cout << "JSON Schema draft-07, " << from->root().string() << ": " << total - failed.size()
              << " of " << total << " optional cases pass\n";
    for (const auto& each : failed) CHECK_MESSAGE(optional_gaps.contains(each), each);
    CHECK(total > 100);
}
