// Commits an order and its message together; a relay sends what was committed.

#include "orders.hpp"

#include <asyncapi/asyncapi.hpp>
#include <asyncapi/sqlite.hpp>

#include <sqlite3.h>
#include <boost/asio/io_context.hpp>

#include <filesystem>
#include <iostream>

int main() {
    const auto file = std::filesystem::temp_directory_path() /
                      ("outbox-" + asyncapi::metadata::make_id() + ".sqlite");
    sqlite3* database = nullptr;
    if (sqlite3_open(file.c_str(), &database) != SQLITE_OK) return 1;
    const auto run = [&](const char* sql) {
        sqlite3_exec(database, sql, nullptr, nullptr, nullptr);
    };
    run("PRAGMA journal_mode = WAL; CREATE TABLE placed (id TEXT)");

    boost::asio::io_context context;
    asyncapi::memory::transport wire{context.get_executor()};
    {
        auto box = asyncapi::sqlite::outbox::open(database, wire).value();
        asyncapi::channel placed{box, ordering::placed};

        run("BEGIN; INSERT INTO placed VALUES ('ORD-000042')");
        auto sent = placed.send(
            {.order_id = "ORD-000042", .lines = {{.sku = "A-7", .quantity = 2}}, .total = 19.90});
        run(sent ? "COMMIT" : "ROLLBACK");
    }

    asyncapi::channel placed{wire, ordering::placed};
    auto shipping = placed.subscribe([&](auto& order) {
        std::cout << order.payload.order_id << " came out of the box\n";
        context.stop();
    });
    asyncapi::sqlite::relay relay{wire, file};
    context.run();

    relay.close();
    sqlite3_close(database);
    std::filesystem::remove(file);
}
