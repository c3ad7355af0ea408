#pragma once

#include <asyncapi/sqlite/detail/database.hpp>

#include <sqlite3.h>

#include <algorithm>

namespace asyncapi::sqlite::detail {

ASYNCAPI_DECL void close_database::operator()(sqlite3* open) const noexcept {
    sqlite3_close_v2(open);
}

ASYNCAPI_DECL error failure_of(sqlite3* connection, int code) {
    return {boost::system::error_code{code, error_category()},
            std::string_view{sqlite3_errmsg(connection)}};
}

ASYNCAPI_DECL result<database> open_database(const std::filesystem::path& file,
                                             std::chrono::milliseconds busy_timeout) {
    sqlite3* opened = nullptr;
    const int code =
        sqlite3_open_v2(file.c_str(), &opened, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nullptr);
    database owned{opened};
    if (code != SQLITE_OK) return failure_of(opened, code);
    sqlite3_busy_timeout(opened, static_cast<int>(busy_timeout.count()));
    return owned;
}

ASYNCAPI_DECL result<void> execute(sqlite3* connection, const std::string& sql) {
    const int code = sqlite3_exec(connection, sql.c_str(), nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) return failure_of(connection, code);
    return {};
}

ASYNCAPI_DECL std::int64_t changes(sqlite3* connection) {
    return sqlite3_changes64(connection);
}

ASYNCAPI_DECL bool is_plain_name(std::string_view name) noexcept {
    const auto letter = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    };
    return !name.empty() && name.size() <= 60 && letter(name.front()) &&
           std::ranges::all_of(name, [&](char c) { return letter(c) || (c >= '0' && c <= '9'); });
}

ASYNCAPI_DECL statement::statement(sqlite3* connection, const std::string& sql)
    : connection_{connection} {
    note(sqlite3_prepare_v2(connection, sql.c_str(), static_cast<int>(sql.size() + 1), &prepared_,
                            nullptr));
}

ASYNCAPI_DECL statement::~statement() {
    sqlite3_finalize(prepared_);
}

ASYNCAPI_DECL void statement::note(int code) {
    if (failed_ == SQLITE_OK) failed_ = code;
}

// An empty view may have no address, which SQLite takes for NULL.
ASYNCAPI_DECL statement& statement::bind(int at, std::string_view text) {
    note(sqlite3_bind_text64(prepared_, at, text.empty() ? "" : text.data(), text.size(),
                             SQLITE_TRANSIENT, SQLITE_UTF8));
    return *this;
}

ASYNCAPI_DECL statement& statement::bind(int at, std::int64_t number) {
    note(sqlite3_bind_int64(prepared_, at, number));
    return *this;
}

ASYNCAPI_DECL statement& statement::bind_bytes(int at, std::string_view bytes) {
    note(sqlite3_bind_blob64(prepared_, at, bytes.empty() ? "" : bytes.data(), bytes.size(),
                             SQLITE_TRANSIENT));
    return *this;
}

ASYNCAPI_DECL result<bool> statement::step() {
    if (failed_ != SQLITE_OK) return failure_of(connection_, failed_);
    const int code = sqlite3_step(prepared_);
    if (code == SQLITE_ROW) return true;
    if (code == SQLITE_DONE) return false;
    return failure_of(connection_, code);
}

ASYNCAPI_DECL result<void> statement::run() {
    const auto stepped = step();
    if (!stepped) return stepped.error();
    return {};
}

ASYNCAPI_DECL void statement::reset() {
    sqlite3_reset(prepared_);
}

ASYNCAPI_DECL std::string statement::text(int column) const {
    const auto* const bytes = static_cast<const char*>(sqlite3_column_blob(prepared_, column));
    const auto size = static_cast<std::size_t>(sqlite3_column_bytes(prepared_, column));
    return bytes == nullptr ? std::string{} : std::string{bytes, size};
}

ASYNCAPI_DECL std::int64_t statement::number(int column) const {
    return sqlite3_column_int64(prepared_, column);
}

ASYNCAPI_DECL bool statement::is_null(int column) const {
    return sqlite3_column_type(prepared_, column) == SQLITE_NULL;
}

ASYNCAPI_DECL transaction::transaction(sqlite3* connection)
    : connection_{connection}, begun_{execute(connection, "BEGIN IMMEDIATE")} {
    open_ = begun_.has_value();
}

ASYNCAPI_DECL transaction::~transaction() {
    if (open_) static_cast<void>(execute(connection_, "ROLLBACK"));
}

ASYNCAPI_DECL result<void> transaction::commit() {
    auto committed = execute(connection_, "COMMIT");
    if (committed) open_ = false;
    return committed;
}

}  // namespace asyncapi::sqlite::detail
