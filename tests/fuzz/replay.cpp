#include "require.hpp"

#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>

// usage: fuzz.<target> <file or folder>...
//
// Runs a fuzz target once over each file, without libFuzzer.
int main(int count, char** arguments) {
    namespace fs = std::filesystem;
    std::size_t files = 0;
    const auto run = [&](const fs::path& path) {
        std::ifstream file{path, std::ios::binary};
        const std::string bytes{std::istreambuf_iterator<char>{file}, {}};
        std::cerr << path.filename().string() << '\n';
        LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
        ++files;
    };
    for (int i = 1; i < count; ++i) {
        const fs::path path{arguments[i]};
        if (!fs::is_directory(path)) {
            run(path);
            continue;
        }
        for (const auto& entry : fs::directory_iterator{path}) run(entry.path());
    }
    std::cout << files << " inputs\n";
    return files == 0 ? 1 : 0;
}
