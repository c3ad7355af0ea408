#pragma once

#include <asyncapi/detail/config.hpp>
#include <asyncapi/result.hpp>
#include <asyncapi/sqlite/error.hpp>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

struct sqlite3;
struct sqlite3_stmt;

namespace asyncapi::sqlite::detail {

struct close_database {
    void operator()(sqlite3* open) const noexcept;
};
/// A connection of the library's own.
using database = std::unique_ptr<sqlite3, close_database>;

result<database> open_database(const std::filesystem::path& file,
                               std::chrono::milliseconds busy_timeout);

/// \param code  an SQLite result code, of what was just done on the connection
error failure_of(sqlite3* connection, int code);

result<void> execute(sqlite3* connection, const std::string& sql);

/// \return how many rows the last statement changed
std::int64_t changes(sqlite3* connection);

/// Whether `name` can stand in SQL as it is: letters, digits and `_`, at most 60, no digit first.
bool is_plain_name(std::string_view name) noexcept;

/// A prepared statement. Parameters and columns are counted from 1 and 0, as SQLite does.
class statement {
public:
    statement(sqlite3* connection, const std::string& sql);
    statement(const statement&) = delete;
    statement& operator=(const statement&) = delete;
    ~statement();

    statement& bind(int at, std::string_view text);
    statement& bind(int at, std::int64_t number);
    statement& bind_bytes(int at, std::string_view bytes);

    /// \return whether there is a row; an error also when preparing or binding failed
    result<bool> step();
    /// Runs a statement that gives no rows.
    result<void> run();
    void reset();

    std::string text(int column) const;
    std::int64_t number(int column) const;
    bool is_null(int column) const;

private:
    void note(int code);

    sqlite3* connection_;
    sqlite3_stmt* prepared_ = nullptr;
    int failed_ = 0;
};

/// A transaction that is rolled back unless it was committed.
class transaction {
public:
    explicit transaction(sqlite3* connection);
    transaction(const transaction&) = delete;
    transaction& operator=(const transaction&) = delete;
    ~transaction();

    const result<void>& begun() const noexcept { return begun_; }
    result<void> commit();

private:
    sqlite3* connection_;
    result<void> begun_;
    bool open_ = false;
};

}  // namespace asyncapi::sqlite::detail

#ifndef ASYNCAPI_SEPARATE_COMPILATION
#include <asyncapi/sqlite/detail/impl/database.ipp>
#endif
