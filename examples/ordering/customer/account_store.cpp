#include <customer/account_store.hpp>

#include <contract/identity.hpp>
#include <customer/password.hpp>

#include <SQLiteCpp/Statement.h>

namespace customer {
namespace {

constexpr auto tables = R"(
    PRAGMA journal_mode = WAL;
    CREATE TABLE IF NOT EXISTS account (
        id TEXT PRIMARY KEY, name TEXT NOT NULL, email TEXT NOT NULL UNIQUE COLLATE NOCASE,
        password_hash TEXT NOT NULL);
    CREATE TABLE IF NOT EXISTS session (
        token_digest TEXT PRIMARY KEY, account_id TEXT NOT NULL REFERENCES account,
        expires INTEGER NOT NULL);
)";

std::int64_t seconds(account_store::time_point time) {
    return std::chrono::floor<std::chrono::seconds>(time.time_since_epoch()).count();
}

account account_of(const SQLite::Statement& row) {
    return {row.getColumn(0), row.getColumn(1), row.getColumn(2), row.getColumn(3)};
}

}  // namespace

account_store::account_store(const std::filesystem::path& file)
    : database_{file.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE} {
    database_.exec(tables);
}

std::optional<account> account_store::add(const std::string& name, const std::string& email,
                                          const std::string& password_hash) {
    account added{contract::new_id("CUS-"), name, email, password_hash};
    SQLite::Statement insert{database_, "INSERT OR IGNORE INTO account VALUES (?, ?, ?, ?)"};
    insert.bind(1, added.customer_id);
    insert.bind(2, added.name);
    insert.bind(3, added.email);
    insert.bind(4, added.password_hash);
    if (insert.exec() == 0) return {};
    return added;
}

std::optional<account> account_store::find(const std::string& email) const {
    SQLite::Statement row{database_,
                          "SELECT id, name, email, password_hash FROM account WHERE email = ?"};
    row.bind(1, email);
    if (!row.executeStep()) return {};
    return account_of(row);
}

contract::customer_session account_store::open_session(const account& who, time_point now) {
    SQLite::Statement forget{database_, "DELETE FROM session WHERE expires <= ?"};
    forget.bind(1, seconds(now));
    forget.exec();

    const auto token = random_token(32);
    const auto expires = now + session_length;
    SQLite::Statement insert{database_, "INSERT INTO session VALUES (?, ?, ?)"};
    insert.bind(1, digest(token));
    insert.bind(2, who.customer_id);
    insert.bind(3, seconds(expires));
    insert.exec();
    return {
        .customer_id = who.customer_id,
        .name = who.name,
        .email = who.email,
        .session_token = token,
        .expires_at = contract::timestamp(expires),
    };
}

std::optional<account> account_store::session(const std::string& token, time_point now) const {
    SQLite::Statement row{
        database_,
        "SELECT account.id, name, email, password_hash FROM session "
        "JOIN account ON account.id = account_id WHERE token_digest = ? AND expires > ?"};
    row.bind(1, digest(token));
    row.bind(2, seconds(now));
    if (!row.executeStep()) return {};
    return account_of(row);
}

void account_store::close_session(const std::string& token) {
    SQLite::Statement forget{database_, "DELETE FROM session WHERE token_digest = ?"};
    forget.bind(1, digest(token));
    forget.exec();
}

}  // namespace customer
