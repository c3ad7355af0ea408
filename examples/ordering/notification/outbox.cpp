#include <notification/outbox.hpp>

#include <SQLiteCpp/Statement.h>

namespace notification {
namespace {

constexpr auto tables = R"(
    PRAGMA journal_mode = WAL;
    CREATE TABLE IF NOT EXISTS line (
        position INTEGER PRIMARY KEY AUTOINCREMENT, order_id TEXT NOT NULL, step INTEGER NOT NULL,
        text TEXT NOT NULL, correlation_id TEXT NOT NULL, attempts INTEGER NOT NULL DEFAULT 0,
        settled INTEGER NOT NULL DEFAULT 0, UNIQUE (order_id, step));
    CREATE INDEX IF NOT EXISTS waiting ON line (settled) WHERE settled = 0;
)";

}  // namespace

outbox::outbox(const std::filesystem::path& file)
    : database_{file.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE} {
    database_.exec(tables);
}

bool outbox::add(const contract::order_status& status, const std::string& text,
                 const std::string& correlation_id) {
    SQLite::Statement insert{database_,
                             "INSERT OR IGNORE INTO line (order_id, step, text, correlation_id) "
                             "VALUES (?, ?, ?, ?)"};
    insert.bind(1, status.order_id);
    insert.bind(2, static_cast<int>(status.step));
    insert.bind(3, text);
    insert.bind(4, correlation_id);
    return insert.exec() == 1;
}

std::vector<pending> outbox::waiting(std::size_t limit) const {
    SQLite::Statement row{database_,
                          "SELECT position, order_id, step, text, correlation_id, attempts "
                          "FROM line WHERE settled = 0 ORDER BY position LIMIT ?"};
    row.bind(1, static_cast<std::int64_t>(limit));
    std::vector<pending> all;
    while (row.executeStep()) {
        all.push_back({row.getColumn(0), row.getColumn(1),
                       static_cast<contract::step>(row.getColumn(2).getInt()), row.getColumn(3),
                       row.getColumn(4), row.getColumn(5)});
    }
    return all;
}

void outbox::count_attempt(std::int64_t position) {
    SQLite::Statement update{database_,
                             "UPDATE line SET attempts = attempts + 1 WHERE position = ?"};
    update.bind(1, position);
    update.exec();
}

void outbox::settle(std::int64_t position) {
    SQLite::Statement update{database_, "UPDATE line SET settled = 1 WHERE position = ?"};
    update.bind(1, position);
    update.exec();
}

}  // namespace notification
