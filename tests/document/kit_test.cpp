#include <asyncapi/document/checks/check.hpp>
#include <asyncapi/validation/parse_json.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// The test kit of the specification's authors and the specification's examples, which lie beside
// the project. Whoever has neither does not need them: without, nothing is tested, in CI too.

namespace fs = std::filesystem;
namespace checks = asyncapi::checks;

namespace {

struct disagreement {
    std::string_view path;  ///< of a document of the kit
    std::string_view why;   ///< what is said of it here, and the sentence that supports it
};

/// Documents that are judged otherwise here. kit_disagreements.md says more.
const disagreement disagreements[] = {
    {"kraken-websocket-request-reply-message-filter-in-reply-asyncapi.yml",
     "wrong-example: the example's pair is a string, its schema asks for an array"},
    {"kraken-websocket-request-reply-multiple-channels-asyncapi.yml",
     "wrong-example: the example's pair is a string, its schema asks for an array"},
    {"examples/operation-security-asyncapi.yml",
     "wrong-default: the default of a boolean is the string 'false'"},
    {"examples/operation-security.yml",
     "wrong-default: the default of a boolean is the string 'false'"},
};

const disagreement* known_disagreement(std::string_view path) {
    const auto found = std::ranges::find_if(
        disagreements, [&](const disagreement& each) { return path.ends_with(each.path); });
    return found == std::end(disagreements) ? nullptr : found;
}

std::string text_of(const fs::path& path) {
    std::ifstream file{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{file}, {}};
}

/// A document of the corpus, as manifest.json tells of it.
struct entry {
    std::string file;  ///< from the corpus' folder
    bool is_of_kit = false;
    bool is_valid = false;  ///< to the reference parser
    bool lacks_files = false;
};

std::optional<std::vector<entry>> corpus(const fs::path& folder) {
    const auto text = text_of(folder / "manifest.json");
    if (text.empty()) return std::nullopt;
    const auto manifest = asyncapi::validation::parse_json(text).value();
    std::vector<entry> entries;
    for (const auto& each : manifest.GetArray())
        entries.push_back(
            {each["file"].GetString(), std::string_view{each["kind"].GetString()} == "tck",
             each["valid"].GetBool(), each["needs_network_or_missing_ref"].GetBool()});
    return entries;
}

/// The folder that a document's references may stay in: the kit, or one release's examples.
fs::path root_of(const fs::path& folder, const entry& of) {
    const fs::path file = of.file;
    auto part = file.begin();
    const auto root = folder / *part;
    return of.is_of_kit ? root : root / *++part;
}

struct verdict {
    std::string error;  ///< the first; empty: none
    bool lacks_file = false;
};

verdict judged(const fs::path& folder, const entry& of) {
    asyncapi::load_options options;
    options.root = root_of(folder, of);
    const auto document = asyncapi::document::load(folder / of.file, options);
    if (!document) return {document.error().detail()};
    verdict says;
    for (const auto& found : asyncapi::check(*document)) {
        if (found.level != checks::severity::error) continue;
        // The corpus has not all files that its documents name.
        if (found.message.find("there is no file") != std::string::npos) says.lacks_file = true;
        if (says.error.empty()) says.error = std::string{found.code} + ": " + found.message;
    }
    return says;
}

const fs::path corpus_folder = fs::path{ASYNCAPI_SOURCE_DIR} / ".." / "shared" / "corpus";

}  // namespace

TEST_CASE("the test kit's documents are refused and accepted as it says") {
    const auto entries = corpus(corpus_folder);
    if (!entries) {
        MESSAGE("SKIPPED: there is no corpus of documents beside the project");
        return;
    }
    int agreed = 0;
    int judgements = 0;
    int incomplete = 0;
    for (const auto& each : *entries) {
        if (!each.is_of_kit) continue;
        CAPTURE(each.file);
        const bool is_bad = each.file.find("invalid") != std::string::npos;
        const auto says = judged(corpus_folder, each);
        if (says.lacks_file && !is_bad) {
            ++incomplete;
            continue;
        }
        ++judgements;
        if (says.error.empty() != is_bad) {
            ++agreed;
            continue;
        }
        CAPTURE(says.error);
        CHECK_MESSAGE(known_disagreement(each.file) != nullptr,
                      "an error where there is none, or none where there is one");
    }
    std::cout << "test kit: " << agreed << " of " << judgements << " documents judged alike, "
              << incomplete << " more cannot be, for want of files that they refer to\n";
    CHECK(judgements > 0);
}

TEST_CASE("documents that the reference parser accepts have no errors, unless the kit refuses") {
    const auto entries = corpus(corpus_folder);
    if (!entries) return;
    int accepted = 0;
    for (const auto& each : *entries) {
        const bool is_bad = each.is_of_kit && each.file.find("invalid") != std::string::npos;
        if (!each.is_valid || each.lacks_files || is_bad) continue;
        CAPTURE(each.file);
        const auto says = judged(corpus_folder, each);
        if (says.lacks_file) continue;
        if (known_disagreement(each.file) != nullptr) {
            CHECK(says.error != "");
            continue;
        }
        CHECK(says.error == "");
        ++accepted;
    }
    std::cout << "corpus: " << accepted << " valid documents without an error\n";
    CHECK(accepted > 0);
}
