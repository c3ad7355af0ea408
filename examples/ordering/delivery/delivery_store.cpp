#include <delivery/delivery_store.hpp>

#include <SQLiteCpp/Statement.h>

#include <stdexcept>

namespace delivery {
namespace {

constexpr auto tables = R"(
    PRAGMA journal_mode = WAL;
    CREATE TABLE IF NOT EXISTS delivery (
        order_id TEXT PRIMARY KEY, product_id TEXT NOT NULL, store_id TEXT NOT NULL,
        quantity INTEGER NOT NULL, priority INTEGER NOT NULL, correlation_id TEXT NOT NULL,
        stage INTEGER);
)";

constexpr auto columns =
    "SELECT order_id, product_id, store_id, quantity, priority, correlation_id, stage "
    "FROM delivery ";

delivery delivery_of(const SQLite::Statement& row) {
    delivery found{
        .order = {.order_id = row.getColumn(0),
                  .product_id = row.getColumn(1),
                  .store_id = row.getColumn(2),
                  .quantity = row.getColumn(3),
                  .order_priority = static_cast<contract::priority>(row.getColumn(4).getInt())},
        .correlation_id = row.getColumn(5),
        .stage = {},
    };
    if (!row.getColumn(6).isNull()) {
        found.stage = static_cast<contract::delivery_stage>(row.getColumn(6).getInt());
    }
    return found;
}

}  // namespace

std::optional<contract::delivery_stage> next(std::optional<contract::delivery_stage> stage) {
    using enum contract::delivery_stage;
    if (!stage) return packaged;
    if (*stage == packaged) return dispatched;
    if (*stage == dispatched) return delivered;
    return {};
}

delivery_store::delivery_store(const std::filesystem::path& file)
    : database_{file.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE} {
    database_.exec(tables);
}

delivery delivery_store::request(const contract::delivery_requested& wanted,
                                 const std::string& correlation_id) {
    SQLite::Statement insert{database_,
                             "INSERT OR IGNORE INTO delivery VALUES (?, ?, ?, ?, ?, ?, NULL)"};
    insert.bind(1, wanted.order_id);
    insert.bind(2, wanted.product_id);
    insert.bind(3, wanted.store_id);
    insert.bind(4, wanted.quantity);
    insert.bind(5, static_cast<int>(wanted.order_priority));
    insert.bind(6, correlation_id);
    insert.exec();
    return find(wanted.order_id).value();
}

delivery delivery_store::advance(const std::string& order_id) {
    auto current = find(order_id);
    if (!current) throw std::invalid_argument{"no delivery was requested for " + order_id};
    const auto after = next(current->stage);
    if (!after) return *current;

    SQLite::Statement update{database_, "UPDATE delivery SET stage = ? WHERE order_id = ?"};
    update.bind(1, static_cast<int>(*after));
    update.bind(2, order_id);
    update.exec();
    current->stage = after;
    return *current;
}

std::vector<delivery> delivery_store::unfinished() const {
    SQLite::Statement row{database_, std::string{columns} + "WHERE stage IS NULL OR stage < ?"};
    row.bind(1, static_cast<int>(contract::delivery_stage::delivered));
    std::vector<delivery> all;
    while (row.executeStep()) all.push_back(delivery_of(row));
    return all;
}

std::optional<delivery> delivery_store::find(const std::string& order_id) const {
    SQLite::Statement row{database_, std::string{columns} + "WHERE order_id = ?"};
    row.bind(1, order_id);
    if (!row.executeStep()) return {};
    return delivery_of(row);
}

}  // namespace delivery
