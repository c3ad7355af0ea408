#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <stdexcept>
#include <string>

namespace faults {

/// A role's own database.
class database {
public:
    explicit database(const std::string& file) {
        if (sqlite3_open(file.c_str(), &connection_) != SQLITE_OK)
            throw std::runtime_error{"cannot open " + file};
        sqlite3_busy_timeout(connection_, 5000);
        // A process that is killed loses nothing of what the system has: only a machine would.
        run("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL");
    }
    database(const database&) = delete;
    database& operator=(const database&) = delete;
    ~database() { sqlite3_close(connection_); }

    sqlite3* connection() const noexcept { return connection_; }

    void run(const std::string& sql) const {
        char* why = nullptr;
        if (sqlite3_exec(connection_, sql.c_str(), nullptr, nullptr, &why) == SQLITE_OK) return;
        const std::string said = why == nullptr ? "failed" : why;
        sqlite3_free(why);
        throw std::runtime_error{sql + ": " + said};
    }

    std::int64_t number(const std::string& sql) const {
        std::int64_t value = 0;
        const auto take = [](void* into, int, char** columns, char**) {
            *static_cast<std::int64_t*>(into) = columns[0] == nullptr ? 0 : std::stoll(columns[0]);
            return 0;
        };
        if (sqlite3_exec(connection_, sql.c_str(), take, &value, nullptr) != SQLITE_OK)
            throw std::runtime_error{sql + ": failed"};
        return value;
    }

private:
    sqlite3* connection_ = nullptr;
};

}  // namespace faults
