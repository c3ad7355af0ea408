#include "test_suite.hpp"

#include <asyncapi/validation/schema.hpp>

#include <doctest/doctest.h>

#include <cstddef>
#include <cstdlib>
#include <iomanip>
#include <iostream>
#include <map>
#include <set>
#include <string>
#include <string_view>

using conformance::test_suite;
using namespace asyncapi::validation;

namespace {

struct dialect {
    std::string_view folder;
    std::string_view uri;
    bool is_enforced;
};

constexpr dialect dialects[] = {
    {"draft4", "http://json-schema.org/draft-04/schema#", false},
    {"draft6", "http://json-schema.org/draft-06/schema#", true},
    {"draft2019-09", "https://json-schema.org/draft/2019-09/schema", false},
    {"draft2020-12", "https://json-schema.org/draft/2020-12/schema", false},
};

struct tally {
    std::size_t right = 0;
    std::size_t refused = 0;
    std::set<std::string> wrong = {};
};

const test_suite* suite() {
    static const auto found = test_suite::find();
    if (found) return &*found;
    if (std::getenv("CI") != nullptr) FAIL("no JSON Schema test suite");
    MESSAGE("SKIPPED: no JSON Schema test suite: install json-schema-test-suite");
    return nullptr;
}

/// The schema of a group, which says what dialect it is of.
std::string declared(const rapidjson::Value& schema, std::string_view uri) {
    auto text = conformance::write(schema);
    if (!schema.IsObject() || schema.HasMember("$schema")) return text;
    const std::string_view rest = schema.ObjectEmpty() ? "" : ",";
    return R"({"$schema":")" + std::string{uri} + '"' + std::string{rest} + text.substr(1);
}

asyncapi::result<compiled_schema> compile(const test_suite& from, const std::string& schema) {
    compile_options options;
    options.resolver = [&from](std::string_view uri) { return from.remote(uri); };
    return compiled_schema::compile(schema, options);
}

void count(tally& into, const std::string& file, const rapidjson::Value& group,
           const asyncapi::result<compiled_schema>& schema) {
    for (const auto& test : group["tests"].GetArray()) {
        if (!schema) {
            ++into.refused;
        } else if (schema->accepts(test["data"]) == test["valid"].GetBool()) {
            ++into.right;
        } else {
            into.wrong.insert(file + " | " + group["description"].GetString() + " | " +
                              test["description"].GetString());
        }
    }
}

void print(std::string_view what, const tally& counted) {
    std::cout << "JSON Schema " << std::left << std::setw(34) << what << std::right << std::setw(5)
              << counted.right << " right, " << std::setw(4) << counted.refused << " refused, "
              << counted.wrong.size() << " wrong\n";
}

}  // namespace

TEST_CASE("a schema of another draft is enforced as that draft says, or refused by its $schema") {
    const auto* const from = suite();
    if (from == nullptr) return;
    for (const auto& each : dialects) {
        for (const std::string folder : {"", "/optional"}) {
            const auto path = std::string{each.folder} + folder;
            CAPTURE(path);
            if (!from->has(path)) continue;
            tally counted;
            std::map<std::string, std::size_t> reasons;
            from->for_each_group(path, [&](const std::string& file, const rapidjson::Value& group) {
                const auto schema = compile(*from, declared(group["schema"], each.uri));
                count(counted, file, group, schema);
                if (schema) {
                    CHECK((each.is_enforced || group["schema"].IsBool()));
                    return;
                }
                CAPTURE(schema.error().to_string());
                CHECK(schema.error() == asyncapi::errc::unenforceable_schema);
                if (!each.is_enforced) CHECK(schema.error().where().keyword == "$schema");
                ++reasons[file + ": " + schema.error().to_string()];
            });
            print(path, counted);
            if (each.is_enforced)
                for (const auto& [reason, times] : reasons)
                    std::cout << "    " << times << " x " << reason << '\n';
            CHECK(counted.wrong == std::set<std::string>{});
            if (folder.empty() && each.is_enforced) CHECK(counted.right > 20 * counted.refused);
        }
    }
}

TEST_CASE(
    "optional cases of draft-07 pass, but those that need another draft, pattern or content") {
    const auto* const from = suite();
    if (from == nullptr || !from->has("draft7/optional")) return;
    const std::set<std::string> complete{"bignum.json", "float-overflow.json", "id.json",
                                         "unknownKeyword.json"};
    std::map<std::string, tally> files;
    from->for_each_group(
        "draft7/optional", [&](const std::string& file, const rapidjson::Value& group) {
            count(files[file], file, group, compile(*from, conformance::write(group["schema"])));
        });
    for (const auto& [file, counted] : files) {
        print("draft7/optional/" + file, counted);
        CAPTURE(file);
        if (complete.contains(file)) CHECK(counted.refused == 0);
        // contentEncoding and contentMediaType are annotations.
        if (file != "content.json" && file != "zeroTerminatedFloats.json")
            CHECK(counted.wrong == std::set<std::string>{});
    }
}
