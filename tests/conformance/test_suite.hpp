#pragma once

#include <asyncapi/result.hpp>
#include <asyncapi/validation/parse_json.hpp>

#include <rapidjson/document.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace conformance {

namespace fs = std::filesystem;

inline std::string read_file(const fs::path& path) {
    std::ifstream file{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{file}, {}};
}

inline std::string write(const rapidjson::Value& value) {
    rapidjson::StringBuffer buffer;
    rapidjson::Writer<rapidjson::StringBuffer> writer{buffer};
    value.Accept(writer);
    return {buffer.GetString(), buffer.GetSize()};
}

/// A folder with `tests/draft7` and `remotes`.
class test_suite {
public:
    /// The newest edition there is: beside the project, else the package json-schema-test-suite.
    static std::optional<test_suite> find() {
        const fs::path beside =
            fs::path{ASYNCAPI_SOURCE_DIR} / ".." / "shared" / "json-schema-test-suite";
        if (fs::exists(beside / "tests" / "draft7")) return test_suite{fs::canonical(beside)};
        for (const auto& path : installed())
            if (path.ends_with("/tests/draft7"))
                return test_suite{fs::path{path}.parent_path().parent_path()};
        return std::nullopt;
    }

    const fs::path& root() const noexcept { return root_; }

    /// What `compile_options::resolver` asks for.
    asyncapi::result<std::string> remote(std::string_view uri) const {
        constexpr std::string_view server = "http://localhost:1234/";
        const auto path =
            root_ / "remotes" / fs::path{uri.substr(std::min(server.size(), uri.size()))};
        if (!uri.starts_with(server) || !fs::exists(path)) return asyncapi::errc::not_connected;
        return read_file(path);
    }

    bool has(const fs::path& folder) const { return fs::exists(root_ / "tests" / folder); }

    /// Calls `visit(file, group)` for the groups of cases in a folder of `tests`.
    template <class Visit>
    void for_each_group(const fs::path& folder, Visit visit) const {
        std::vector<fs::path> files;
        for (const auto& entry : fs::directory_iterator{root_ / "tests" / folder})
            if (entry.path().extension() == ".json") files.push_back(entry.path());
        std::ranges::sort(files);
        for (const auto& file : files) {
            const auto groups = asyncapi::validation::parse_json(read_file(file)).value();
            for (const auto& group : groups.GetArray()) visit(file.filename().string(), group);
        }
    }

private:
    explicit test_suite(fs::path root) : root_{std::move(root)} {}

    static std::vector<std::string> installed() {
        std::vector<std::string> paths;
        auto* const listing = ::popen("dpkg -L json-schema-test-suite 2>/dev/null", "r");
        if (listing == nullptr) return paths;
        char line[4096];
        while (std::fgets(line, sizeof line, listing) != nullptr) {
            paths.emplace_back(line);
            if (paths.back().ends_with('\n')) paths.back().pop_back();
        }
        ::pclose(listing);
        return paths;
    }

    fs::path root_;
};

}  // namespace conformance
