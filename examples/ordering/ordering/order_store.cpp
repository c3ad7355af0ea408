#include <ordering/order_store.hpp>

#include <SQLiteCpp/Statement.h>
#include <SQLiteCpp/Transaction.h>

namespace ordering {
namespace {

// A step is stored as its place in the enumeration.
constexpr auto tables = R"(
    PRAGMA journal_mode = WAL;
    CREATE TABLE IF NOT EXISTS orders (
        id TEXT PRIMARY KEY, correlation_id TEXT NOT NULL, request_id TEXT UNIQUE,
        product_id TEXT NOT NULL, product_name TEXT NOT NULL, store_id TEXT NOT NULL,
        quantity INTEGER NOT NULL, priority INTEGER NOT NULL, email TEXT, session_token TEXT,
        amount_cents INTEGER NOT NULL, step INTEGER, holds_stock INTEGER NOT NULL);
    CREATE INDEX IF NOT EXISTS open_orders ON orders (step, holds_stock);
    CREATE TABLE IF NOT EXISTS status (
        position INTEGER PRIMARY KEY AUTOINCREMENT, order_id TEXT NOT NULL REFERENCES orders,
        step INTEGER NOT NULL, at TEXT NOT NULL, detail TEXT NOT NULL,
        sent INTEGER NOT NULL DEFAULT 0, UNIQUE (order_id, step));
    CREATE INDEX IF NOT EXISTS unsent ON status (sent) WHERE sent = 0;
)";

constexpr auto columns =
    "SELECT id, correlation_id, request_id, product_id, product_name, store_id, quantity, "
    "priority, email, session_token, amount_cents, step, holds_stock FROM orders ";

std::optional<std::string> text_or_nothing(const SQLite::Column& column) {
    if (column.isNull()) return {};
    return column.getString();
}

void bind(SQLite::Statement& statement, int index, const std::optional<std::string>& text) {
    if (text) {
        statement.bind(index, *text);
    } else {
        statement.bind(index);
    }
}

contract::step step_of(const SQLite::Column& column) {
    return static_cast<contract::step>(column.getInt());
}

order order_of(const SQLite::Statement& row) {
    order found{
        .order_id = row.getColumn(0),
        .correlation_id = row.getColumn(1),
        .request_id = text_or_nothing(row.getColumn(2)),
        .product_id = row.getColumn(3),
        .product_name = row.getColumn(4),
        .store_id = row.getColumn(5),
        .quantity = row.getColumn(6),
        .priority = static_cast<contract::priority>(row.getColumn(7).getInt()),
        .email = text_or_nothing(row.getColumn(8)),
        .session_token = text_or_nothing(row.getColumn(9)),
        .amount_cents = row.getColumn(10),
        .step = {},
        .holds_stock = row.getColumn(12).getInt() != 0,
    };
    if (!row.getColumn(11).isNull()) found.step = step_of(row.getColumn(11));
    return found;
}

}  // namespace

order_store::order_store(const std::filesystem::path& file)
    : database_{file.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE} {
    database_.exec(tables);
}

void order_store::begin(const order& fresh) {
    SQLite::Statement insert{
        database_, "INSERT INTO orders VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL, 1)"};
    insert.bind(1, fresh.order_id);
    insert.bind(2, fresh.correlation_id);
    bind(insert, 3, fresh.request_id);
    insert.bind(4, fresh.product_id);
    insert.bind(5, fresh.product_name);
    insert.bind(6, fresh.store_id);
    insert.bind(7, fresh.quantity);
    insert.bind(8, static_cast<int>(fresh.priority));
    bind(insert, 9, fresh.email);
    bind(insert, 10, fresh.session_token);
    insert.bind(11, fresh.amount_cents);
    insert.exec();
}

void order_store::accept(const std::string& order_id, const std::string& product_name,
                         std::int64_t amount_cents, const std::string& at,
                         const std::string& detail) {
    SQLite::Transaction transaction{database_, SQLite::TransactionBehavior::IMMEDIATE};
    SQLite::Statement update{database_,
                             "UPDATE orders SET product_name = ?, amount_cents = ?, step = ? "
                             "WHERE id = ?"};
    update.bind(1, product_name);
    update.bind(2, amount_cents);
    update.bind(3, static_cast<int>(contract::step::received));
    update.bind(4, order_id);
    update.exec();
    add_status(order_id, contract::step::received, at, detail);
    transaction.commit();
}

void order_store::forget(const std::string& order_id) {
    SQLite::Statement remove{database_, "DELETE FROM orders WHERE id = ? AND step IS NULL"};
    remove.bind(1, order_id);
    remove.exec();
}

bool order_store::advance(const std::string& order_id, contract::step step, const std::string& at,
                          const std::string& detail) {
    SQLite::Transaction transaction{database_, SQLite::TransactionBehavior::IMMEDIATE};
    const auto current = find(order_id);
    if (!current || !current->step || !may_follow(*current->step, step)) return false;

    // A session token is of no use once the customer is known.
    SQLite::Statement update{database_,
                             "UPDATE orders SET step = ?, session_token = NULL WHERE id = ?"};
    update.bind(1, static_cast<int>(step));
    update.bind(2, order_id);
    update.exec();
    if (step != contract::step::failed) {
        for (int between = static_cast<int>(*current->step) + 1; between < static_cast<int>(step);
             ++between) {
            add_status(order_id, static_cast<contract::step>(between), at, {});
        }
    }
    add_status(order_id, step, at, detail);
    transaction.commit();
    return true;
}

void order_store::stock_returned(const std::string& order_id) {
    SQLite::Transaction transaction{database_, SQLite::TransactionBehavior::IMMEDIATE};
    forget(order_id);
    SQLite::Statement update{database_,
                             "UPDATE orders SET holds_stock = 0 WHERE id = ? AND step = ?"};
    update.bind(1, order_id);
    update.bind(2, static_cast<int>(contract::step::failed));
    update.exec();
    transaction.commit();
}

std::optional<order> order_store::find(const std::string& order_id) const {
    SQLite::Statement row{database_, std::string{columns} + "WHERE id = ?"};
    row.bind(1, order_id);
    if (!row.executeStep()) return {};
    return order_of(row);
}

std::optional<order> order_store::find_request(const std::string& request_id) const {
    SQLite::Statement row{database_, std::string{columns} + "WHERE request_id = ?"};
    row.bind(1, request_id);
    if (!row.executeStep()) return {};
    return order_of(row);
}

std::vector<order> order_store::open_orders() const {
    SQLite::Statement row{
        database_,
        std::string{columns} + "WHERE step IS NULL OR step < ?1 OR (step = ?2 AND holds_stock)"};
    row.bind(1, static_cast<int>(contract::step::delivered));
    row.bind(2, static_cast<int>(contract::step::failed));
    std::vector<order> all;
    while (row.executeStep()) all.push_back(order_of(row));
    return all;
}

std::vector<stored_status> order_store::unsent() const {
    SQLite::Statement row{database_,
                          "SELECT order_id, status.step, at, detail, correlation_id FROM status "
                          "JOIN orders ON orders.id = order_id WHERE sent = 0 ORDER BY position"};
    std::vector<stored_status> all;
    while (row.executeStep()) {
        all.push_back(
            {{row.getColumn(0), step_of(row.getColumn(1)), row.getColumn(2), row.getColumn(3)},
             row.getColumn(4)});
    }
    return all;
}

void order_store::mark_sent(const std::string& order_id, contract::step step) {
    SQLite::Statement update{database_,
                             "UPDATE status SET sent = 1 WHERE order_id = ? AND step = ?"};
    update.bind(1, order_id);
    update.bind(2, static_cast<int>(step));
    update.exec();
}

contract::order_history order_store::history(const std::vector<std::string>& order_ids) const {
    contract::order_history known;
    for (const auto& id : order_ids) {
        const auto found = find(id);
        if (!found || !found->step) continue;
        known.orders.push_back({
            .order_id = found->order_id,
            .correlation_id = found->correlation_id,
            .product_id = found->product_id,
            .product_name = found->product_name,
            .store_id = found->store_id,
            .quantity = found->quantity,
            .amount_cents = found->amount_cents,
            .order_priority = found->priority,
            .statuses = statuses(id),
        });
    }
    return known;
}

void order_store::add_status(const std::string& order_id, contract::step step,
                             const std::string& at, const std::string& detail) {
    SQLite::Statement insert{database_,
                             "INSERT OR IGNORE INTO status (order_id, step, at, detail) "
                             "VALUES (?, ?, ?, ?)"};
    insert.bind(1, order_id);
    insert.bind(2, static_cast<int>(step));
    insert.bind(3, at);
    insert.bind(4, detail);
    insert.exec();
}

std::vector<contract::order_status> order_store::statuses(const std::string& order_id) const {
    SQLite::Statement row{database_,
                          "SELECT step, at, detail FROM status WHERE order_id = ? "
                          "ORDER BY position"};
    row.bind(1, order_id);
    std::vector<contract::order_status> all;
    while (row.executeStep()) {
        all.push_back({order_id, step_of(row.getColumn(0)), row.getColumn(1), row.getColumn(2)});
    }
    return all;
}

}  // namespace ordering
