#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace {

const std::filesystem::path root = ASYNCAPI_SOURCE_DIR "/examples/ordering";
const std::vector<std::string> services{"customer", "product",      "ordering", "payment",
                                        "delivery", "notification", "chat",     "web"};

struct inclusion {
    std::string file;
    std::string header;
};

/// What the sources of a folder include with `<...>`.
std::vector<inclusion> inclusions(const std::string& folder) {
    std::vector<inclusion> found;
    for (const auto& entry : std::filesystem::directory_iterator{root / folder}) {
        const auto extension = entry.path().extension();
        if (extension != ".hpp" && extension != ".cpp") continue;
        std::ifstream file{entry.path()};
        for (std::string line; std::getline(file, line);) {
            constexpr std::string_view directive = "#include ";
            if (!line.starts_with(directive)) continue;
            found.push_back({entry.path().filename().string(), line.substr(directive.size())});
        }
    }
    return found;
}

}  // namespace

TEST_CASE("a service includes its own headers, the contract and libraries, and no other service") {
    for (const auto& service : services) {
        const auto all = inclusions(service);
        REQUIRE(all.size() > 5);
        for (const auto& [file, header] : all) {
            CAPTURE(service);
            CAPTURE(file);
            CAPTURE(header);
            CHECK(header.starts_with("<"));
            for (const auto& other : services) {
                if (other != service) CHECK_FALSE(header.starts_with("<" + other + "/"));
            }
            CHECK_FALSE(header.starts_with("<shop/"));
        }
    }
}

TEST_CASE("no service but those with a port of their own knows a transport") {
    for (const auto& service : services) {
        if (service == "web" || service == "chat") continue;
        for (const auto& [file, header] : inclusions(service)) {
            CAPTURE(service);
            CAPTURE(file);
            CHECK_FALSE(header.starts_with("<asyncapi/transports/"));
        }
    }
}

TEST_CASE("the contract includes no service") {
    for (const auto& [file, header] : inclusions("contract")) {
        CAPTURE(file);
        for (const auto& service : services) CHECK_FALSE(header.starts_with("<" + service + "/"));
    }
}
