#pragma once

#include <doctest/doctest.h>
#include <sqlite3.h>

#include <asyncapi/metadata.hpp>

#include <filesystem>
#include <string>

namespace support {

/// A database of its own in a folder of its own, gone at the end.
class sqlite_file {
public:
    sqlite_file() {
        std::filesystem::create_directories(folder_);
        open();
    }
    sqlite_file(const sqlite_file&) = delete;
    sqlite_file& operator=(const sqlite_file&) = delete;
    ~sqlite_file() {
        close();
        std::filesystem::remove_all(folder_);
    }

    std::filesystem::path path() const { return folder_ / "test.sqlite"; }
    sqlite3* connection() const { return connection_; }

    sqlite3* connect() const {
        sqlite3* opened = nullptr;
        REQUIRE(sqlite3_open(path().c_str(), &opened) == SQLITE_OK);
        return opened;
    }

    void run(const std::string& sql) const {
        CAPTURE(sql);
        REQUIRE(sqlite3_exec(connection_, sql.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK);
    }

    void open() { connection_ = connect(); }
    void close() {
        if (connection_ != nullptr) CHECK(sqlite3_close(connection_) == SQLITE_OK);
        connection_ = nullptr;
    }

private:
    std::filesystem::path folder_ =
        std::filesystem::temp_directory_path() / ("asyncapi-test-" + asyncapi::metadata::make_id());
    sqlite3* connection_ = nullptr;
};

}  // namespace support
