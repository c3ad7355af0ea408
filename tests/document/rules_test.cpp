#include <asyncapi/document/checks/check.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace fs = std::filesystem;

namespace {

const fs::path rules_folder = fs::path{ASYNCAPI_SOURCE_DIR} / "tests/document/rules";

std::string text_of(const fs::path& path) {
    std::ifstream file{path, std::ios::binary};
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

/// \return the lines `# expect: <line>: <message>` of a document, without the first word
std::vector<std::string> expected_in(const std::string& text) {
    constexpr std::string_view mark = "# expect: ";
    std::vector<std::string> expected;
    std::istringstream lines{text};
    for (std::string line; std::getline(lines, line);)
        if (line.starts_with(mark)) expected.push_back(line.substr(mark.size()));
    return expected;
}

std::vector<fs::path> documents_of(std::string_view code, std::string_view verdict) {
    std::vector<fs::path> found;
    const auto folder = rules_folder / code;
    if (!fs::is_directory(folder)) return found;
    for (const auto& entry : fs::directory_iterator{folder})
        if (entry.path().filename().string().starts_with(verdict)) found.push_back(entry.path());
    std::ranges::sort(found);
    return found;
}

std::vector<std::string> findings_of(const fs::path& path, std::string_view code) {
    const auto document = asyncapi::document::load(path);
    REQUIRE_MESSAGE(document.has_value(), path.string());
    std::vector<std::string> found;
    for (const auto& each : asyncapi::check(*document)) {
        CAPTURE(path.string());
        CAPTURE(each.message);
        // Nothing else is wrong with them, so that a document shows one rule.
        CHECK_MESSAGE((each.code == code || each.level == asyncapi::checks::severity::information),
                      each.code);
        if (each.code == code) found.push_back(std::to_string(each.at.line) + ": " + each.message);
    }
    return found;
}

}  // namespace

TEST_CASE("every rule has a document that passes it, and none of them is refused") {
    for (const auto* rule : asyncapi::checks::rules()) {
        CAPTURE(rule->code);
        const auto documents = documents_of(rule->code, "passes");
        CHECK(!documents.empty());
        for (const auto& path : documents) CHECK(findings_of(path, rule->code).empty());
    }
}

TEST_CASE("every rule has a document that fails it, with the words that it says") {
    for (const auto* rule : asyncapi::checks::rules()) {
        CAPTURE(rule->code);
        const auto documents = documents_of(rule->code, "fails");
        CHECK(!documents.empty());
        for (const auto& path : documents) {
            CAPTURE(path.string());
            const auto expected = expected_in(text_of(path));
            CHECK(!expected.empty());
            const auto found = findings_of(path, rule->code);
            CHECK(found.size() == expected.size());
            for (std::size_t i = 0; i < std::min(found.size(), expected.size()); ++i)
                CHECK(found[i] == expected[i]);
        }
    }
}

TEST_CASE("no two rules have the same code, and each cites the specification") {
    std::vector<std::string_view> codes;
    for (const auto* rule : asyncapi::checks::rules()) {
        CAPTURE(rule->code);
        CHECK(!rule->summary.empty());
        CHECK(!rule->specification.empty());
        codes.push_back(rule->code);
    }
    std::ranges::sort(codes);
    CHECK(std::ranges::adjacent_find(codes) == codes.end());
}

TEST_CASE("a rule can be left out, and silenced inside of an object") {
    const auto judged = [](const std::string& info, const asyncapi::check_options& options) {
        const auto document = asyncapi::document::parse(
            "asyncapi: 3.0.0\ninfo:\n  title: a\n  version: 1.0.0\n  licence: {}\n" + info);
        REQUIRE(document.has_value());
        return asyncapi::check(*document, options).size();
    };
    using asyncapi::checks::severity;
    const asyncapi::check_options all{{}, severity::warning};
    const asyncapi::check_options without{{"unknown-member"}, severity::warning};

    CHECK(judged("", all) == 1);
    CHECK(judged("", without) == 0);
    CHECK(judged("  x-asyncapi-ignore: [unknown-member]\n", all) == 0);
    CHECK(judged("  x-asyncapi-ignore: [wrong-type]\n", all) == 1);
}

TEST_CASE("recommendations are said only where they are wanted") {
    const auto document =
        asyncapi::document::parse("asyncapi: 3.0.0\ninfo: {title: a, version: 1.0.0}\n");
    REQUIRE(document.has_value());

    CHECK(!asyncapi::check(*document).empty());
    CHECK(asyncapi::check(*document, {{}, asyncapi::checks::severity::warning}).empty());
}
