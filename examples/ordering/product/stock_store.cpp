#include <product/stock_store.hpp>

#include <SQLiteCpp/Statement.h>
#include <SQLiteCpp/Transaction.h>

namespace product {
namespace {

constexpr auto tables = R"(
    PRAGMA journal_mode = WAL;
    CREATE TABLE IF NOT EXISTS store (
        id TEXT PRIMARY KEY, name TEXT NOT NULL, city TEXT NOT NULL);
    CREATE TABLE IF NOT EXISTS product (
        id TEXT PRIMARY KEY, name TEXT NOT NULL, description TEXT NOT NULL,
        unit_price_cents INTEGER NOT NULL, max_per_order INTEGER NOT NULL,
        position INTEGER NOT NULL);
    CREATE TABLE IF NOT EXISTS stock (
        product_id TEXT NOT NULL REFERENCES product, store_id TEXT NOT NULL REFERENCES store,
        available INTEGER NOT NULL CHECK (available >= 0), version INTEGER NOT NULL,
        PRIMARY KEY (product_id, store_id));
    CREATE TABLE IF NOT EXISTS reservation (
        order_id TEXT PRIMARY KEY, product_id TEXT, store_id TEXT, quantity INTEGER,
        released INTEGER NOT NULL DEFAULT 0);
)";

contract::stock_level level_of(const SQLite::Statement& row) {
    return {row.getColumn(0), row.getColumn(1), row.getColumn(2), row.getColumn(3)};
}

}  // namespace

stock_store::stock_store(const std::filesystem::path& file)
    : database_{file.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE} {
    database_.exec(tables);
}

void stock_store::load(const contract::catalogue& seed) {
    SQLite::Transaction transaction{database_};
    SQLite::Statement store{database_, "INSERT OR REPLACE INTO store VALUES (?, ?, ?)"};
    for (const auto& each : seed.stores) {
        store.bind(1, each.store_id);
        store.bind(2, each.name);
        store.bind(3, each.city);
        store.exec();
        store.reset();
    }
    SQLite::Statement product{database_,
                              "INSERT OR REPLACE INTO product VALUES (?, ?, ?, ?, ?, ?)"};
    int position = 0;
    for (const auto& each : seed.products) {
        product.bind(1, each.product_id);
        product.bind(2, each.name);
        product.bind(3, each.description);
        product.bind(4, each.unit_price_cents);
        product.bind(5, each.max_per_order);
        product.bind(6, position++);
        product.exec();
        product.reset();
    }
    SQLite::Statement stock{database_, "INSERT OR IGNORE INTO stock VALUES (?, ?, ?, ?)"};
    for (const auto& each : seed.stock) {
        stock.bind(1, each.product_id);
        stock.bind(2, each.store_id);
        stock.bind(3, each.available);
        stock.bind(4, each.version);
        stock.exec();
        stock.reset();
    }
    transaction.commit();
}

contract::catalogue stock_store::catalogue(const std::optional<std::string>& store_id) const {
    contract::catalogue all;
    SQLite::Statement store{database_, "SELECT id, name, city FROM store ORDER BY city, name"};
    while (store.executeStep()) {
        all.stores.push_back({store.getColumn(0), store.getColumn(1), store.getColumn(2)});
    }
    SQLite::Statement product{database_,
                              "SELECT id, name, description, unit_price_cents, max_per_order "
                              "FROM product ORDER BY position, id"};
    while (product.executeStep()) {
        all.products.push_back({product.getColumn(0), product.getColumn(1), product.getColumn(2),
                                product.getColumn(3), product.getColumn(4)});
    }
    all.stock = levels(store_id);
    return all;
}

reservation stock_store::reserve(const contract::reserve_stock& wanted) {
    SQLite::Transaction transaction{database_, SQLite::TransactionBehavior::IMMEDIATE};
    if (auto before = earlier(wanted)) return *before;

    const auto store = find_store(wanted.store_id);
    if (!store) {
        return refuse(wanted, contract::stock_refusal::unknown_store,
                      "There is no store " + wanted.store_id + ".");
    }
    const auto product = find_product(wanted.product_id);
    if (!product) {
        return refuse(wanted, contract::stock_refusal::unknown_product,
                      "There is no product " + wanted.product_id + ".");
    }
    if (wanted.quantity > product->max_per_order) {
        return refuse(wanted, contract::stock_refusal::quantity_too_large,
                      "One order can have " + std::to_string(product->max_per_order) + " of " +
                          product->name + " at most.");
    }

    SQLite::Statement take{database_,
                           "UPDATE stock SET available = available - ?1, version = version + 1 "
                           "WHERE product_id = ?2 AND store_id = ?3 AND available >= ?1"};
    take.bind(1, wanted.quantity);
    take.bind(2, wanted.product_id);
    take.bind(3, wanted.store_id);
    if (take.exec() == 0) {
        const auto left = level(wanted.product_id, wanted.store_id);
        const auto available = left ? left->available : 0;
        return refuse(
            wanted, contract::stock_refusal::insufficient_stock,
            store->city + " has " + (available == 0 ? "no" : "only " + std::to_string(available)) +
                (available == 1 ? " piece of " : " pieces of ") + product->name + " left.");
    }
    SQLite::Statement note{database_,
                           "INSERT INTO reservation (order_id, product_id, store_id, quantity) "
                           "VALUES (?, ?, ?, ?)"};
    note.bind(1, wanted.order_id);
    note.bind(2, wanted.product_id);
    note.bind(3, wanted.store_id);
    note.bind(4, wanted.quantity);
    note.exec();
    auto answer = reserved(wanted, *product);
    transaction.commit();
    return answer;
}

std::optional<contract::stock_level> stock_store::release(std::string_view order_id) {
    SQLite::Transaction transaction{database_, SQLite::TransactionBehavior::IMMEDIATE};
    const std::string id{order_id};
    SQLite::Statement find{database_,
                           "SELECT product_id, store_id, quantity, released FROM reservation "
                           "WHERE order_id = ?"};
    find.bind(1, id);
    if (!find.executeStep()) {
        SQLite::Statement cancel{database_,
                                 "INSERT INTO reservation (order_id, released) VALUES (?, 1)"};
        cancel.bind(1, id);
        cancel.exec();
        transaction.commit();
        return {};
    }
    if (find.getColumn(3).getInt() != 0) return {};

    const std::string product_id = find.getColumn(0);
    const std::string store_id = find.getColumn(1);
    SQLite::Statement give{database_,
                           "UPDATE stock SET available = available + ?, version = version + 1 "
                           "WHERE product_id = ? AND store_id = ?"};
    give.bind(1, find.getColumn(2).getInt());
    give.bind(2, product_id);
    give.bind(3, store_id);
    give.exec();
    SQLite::Statement note{database_, "UPDATE reservation SET released = 1 WHERE order_id = ?"};
    note.bind(1, id);
    note.exec();
    transaction.commit();
    return level(product_id, store_id);
}

std::optional<contract::stock_level> stock_store::level(const std::string& product_id,
                                                        const std::string& store_id) const {
    SQLite::Statement row{database_,
                          "SELECT product_id, store_id, available, version FROM stock "
                          "WHERE product_id = ? AND store_id = ?"};
    row.bind(1, product_id);
    row.bind(2, store_id);
    if (!row.executeStep()) return {};
    return level_of(row);
}

std::vector<contract::stock_level> stock_store::levels(
    const std::optional<std::string>& store_id) const {
    SQLite::Statement row{database_,
                          "SELECT product_id, store_id, available, version FROM stock "
                          "WHERE ?1 IS NULL OR store_id = ?1 ORDER BY store_id, product_id"};
    if (store_id) row.bind(1, *store_id);
    std::vector<contract::stock_level> all;
    while (row.executeStep()) all.push_back(level_of(row));
    return all;
}

std::optional<reservation> stock_store::earlier(const contract::reserve_stock& wanted) const {
    SQLite::Statement row{database_, "SELECT released FROM reservation WHERE order_id = ?"};
    row.bind(1, wanted.order_id);
    if (!row.executeStep()) return {};
    if (row.getColumn(0).getInt() != 0) {
        return refuse(wanted, contract::stock_refusal::cancelled, "The order was cancelled.");
    }
    const auto product = find_product(wanted.product_id);
    return reserved(wanted, product.value_or(contract::product{}));
}

reservation stock_store::refuse(const contract::reserve_stock& wanted, contract::stock_refusal code,
                                std::string reason) const {
    return contract::stock_refused{
        .order_id = wanted.order_id,
        .code = code,
        .reason = std::move(reason),
        .products = levels(wanted.store_id),
    };
}

contract::stock_reserved stock_store::reserved(const contract::reserve_stock& wanted,
                                               const contract::product& product) const {
    const auto left = level(wanted.product_id, wanted.store_id);
    return {
        .order_id = wanted.order_id,
        .product_name = product.name,
        .unit_price_cents = product.unit_price_cents,
        .remaining = left ? left->available : 0,
        .products = levels(wanted.store_id),
    };
}

std::optional<contract::product> stock_store::find_product(const std::string& product_id) const {
    SQLite::Statement row{database_,
                          "SELECT id, name, description, unit_price_cents, max_per_order "
                          "FROM product WHERE id = ?"};
    row.bind(1, product_id);
    if (!row.executeStep()) return {};
    return contract::product{row.getColumn(0), row.getColumn(1), row.getColumn(2), row.getColumn(3),
                             row.getColumn(4)};
}

std::optional<contract::store> stock_store::find_store(const std::string& store_id) const {
    SQLite::Statement row{database_, "SELECT id, name, city FROM store WHERE id = ?"};
    row.bind(1, store_id);
    if (!row.executeStep()) return {};
    return contract::store{row.getColumn(0), row.getColumn(1), row.getColumn(2)};
}

}  // namespace product
