#pragma once

#include <asyncapi/metadata.hpp>

#include <filesystem>
#include <system_error>

/// A directory of its own for one test.
class temporary_directory {
public:
    temporary_directory()
        : path_{std::filesystem::temp_directory_path() /
                ("ordering-test-" + asyncapi::metadata::make_id())} {
        std::filesystem::create_directories(path_);
    }
    temporary_directory(const temporary_directory&) = delete;
    temporary_directory& operator=(const temporary_directory&) = delete;
    ~temporary_directory() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }

    std::filesystem::path operator/(const char* name) const { return path_ / name; }
    const std::filesystem::path& path() const noexcept { return path_; }

private:
    std::filesystem::path path_;
};
