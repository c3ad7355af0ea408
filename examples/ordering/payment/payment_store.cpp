#include <payment/payment_store.hpp>

#include <contract/identity.hpp>

#include <SQLiteCpp/Statement.h>
#include <SQLiteCpp/Transaction.h>

#include <stdexcept>

namespace payment {
namespace {

constexpr auto tables = R"(
    PRAGMA journal_mode = WAL;
    CREATE TABLE IF NOT EXISTS payment (
        order_id TEXT PRIMARY KEY, amount_cents INTEGER NOT NULL, correlation_id TEXT NOT NULL,
        payment_id TEXT, refusal TEXT);
)";

constexpr auto columns =
    "SELECT order_id, amount_cents, correlation_id, payment_id, refusal FROM payment ";

std::optional<std::string> text_or_nothing(const SQLite::Column& column) {
    if (column.isNull()) return {};
    return column.getString();
}

payment payment_of(const SQLite::Statement& row) {
    return {row.getColumn(0), row.getColumn(1), row.getColumn(2), text_or_nothing(row.getColumn(3)),
            text_or_nothing(row.getColumn(4))};
}

/// \return an amount as the page writes it: `€1,298.00`
std::string euros(std::int64_t cents) {
    auto whole = std::to_string(cents / 100);
    for (auto end = static_cast<int>(whole.size()) - 3; end > 0; end -= 3) {
        whole.insert(static_cast<std::size_t>(end), 1, ',');
    }
    const auto rest = std::to_string(cents % 100);
    return "€" + whole + (rest.size() == 1 ? ".0" : ".") + rest;
}

}  // namespace

payment_store::payment_store(const std::filesystem::path& file)
    : database_{file.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE} {
    database_.exec(tables);
}

payment payment_store::request(const contract::payment_requested& wanted,
                               const std::string& correlation_id) {
    SQLite::Statement insert{database_,
                             "INSERT OR IGNORE INTO payment (order_id, amount_cents, "
                             "correlation_id) VALUES (?, ?, ?)"};
    insert.bind(1, wanted.order_id);
    insert.bind(2, wanted.amount_cents);
    insert.bind(3, correlation_id);
    insert.exec();
    return find(wanted.order_id).value();
}

payment payment_store::settle(const std::string& order_id, std::int64_t limit_cents) {
    SQLite::Transaction transaction{database_, SQLite::TransactionBehavior::IMMEDIATE};
    auto current = find(order_id);
    if (!current) throw std::invalid_argument{"no payment was requested for " + order_id};
    if (current->settled()) return *current;

    if (current->amount_cents > limit_cents) {
        current->refusal = "The card pays " + euros(limit_cents) + " at most, and this costs " +
                           euros(current->amount_cents) + ".";
    } else {
        current->payment_id = contract::new_id("PAY-");
    }
    SQLite::Statement update{database_,
                             "UPDATE payment SET payment_id = ?, refusal = ? WHERE order_id = ?"};
    if (current->payment_id) update.bind(1, *current->payment_id);
    if (current->refusal) update.bind(2, *current->refusal);
    update.bind(3, order_id);
    update.exec();
    transaction.commit();
    return *current;
}

std::vector<payment> payment_store::unsettled() const {
    SQLite::Statement row{database_,
                          std::string{columns} + "WHERE payment_id IS NULL AND refusal IS NULL"};
    std::vector<payment> all;
    while (row.executeStep()) all.push_back(payment_of(row));
    return all;
}

std::optional<payment> payment_store::find(const std::string& order_id) const {
    SQLite::Statement row{database_, std::string{columns} + "WHERE order_id = ?"};
    row.bind(1, order_id);
    if (!row.executeStep()) return {};
    return payment_of(row);
}

}  // namespace payment
