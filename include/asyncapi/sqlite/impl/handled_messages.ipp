#pragma once

#include <asyncapi/sqlite/detail/database.hpp>
#include <asyncapi/sqlite/detail/outbox_table.hpp>
#include <asyncapi/sqlite/handled_messages.hpp>

#include <utility>

namespace asyncapi::sqlite {

ASYNCAPI_DECL handled_messages::handled_messages(sqlite3* connection,
                                                 handled_messages_options options)
    : connection_{connection}, options_{std::move(options)} {}

ASYNCAPI_DECL result<std::shared_ptr<handled_messages>> handled_messages::open(
    sqlite3* connection, handled_messages_options options) {
    if (!detail::is_plain_name(options.table))
        return error{errc::invalid_address, "the name of the table is not letters, digits and _"};
    auto created = detail::execute(
        connection, "CREATE TABLE IF NOT EXISTS " + options.table +
                        " (number INTEGER PRIMARY KEY AUTOINCREMENT, consumer TEXT NOT NULL, "
                        "id TEXT NOT NULL, time INTEGER NOT NULL, UNIQUE (consumer, id)); "
                        "CREATE INDEX IF NOT EXISTS " +
                        options.table + "_time ON " + options.table + " (time)");
    if (!created) return created.error();
    return std::shared_ptr<handled_messages>{new handled_messages{connection, std::move(options)}};
}

ASYNCAPI_DECL result<bool> handled_messages::knows(std::string_view id, wall_time now) {
    detail::statement select{connection_, "SELECT 1 FROM " + options_.table +
                                              " WHERE consumer = ? AND id = ? AND time >= ?"};
    return select.bind(1, options_.consumer)
        .bind(2, id)
        .bind(3, detail::milliseconds_of(now - options_.max_age))
        .step();
}

ASYNCAPI_DECL result<bool> handled_messages::mark(std::string_view id, wall_time now) {
    if (auto forgotten = forget(now); !forgotten) return forgotten.error();
    // One that is too old is as good as none.
    detail::statement insert{connection_,
                             "INSERT INTO " + options_.table +
                                 " (consumer, id, time) VALUES (?1, ?2, ?3) ON CONFLICT "
                                 "(consumer, id) DO UPDATE SET time = excluded.time "
                                 "WHERE time < ?4"};
    insert.bind(1, options_.consumer)
        .bind(2, id)
        .bind(3, detail::milliseconds_of(now))
        .bind(4, detail::milliseconds_of(now - options_.max_age));
    if (auto inserted = insert.run(); !inserted) return inserted.error();
    return detail::changes(connection_) == 1;
}

ASYNCAPI_DECL result<void> handled_messages::remember(std::string_view id, wall_time now) {
    const auto marked = mark(id, now);
    if (!marked) return marked.error();
    return {};
}

/// Now and then, so that it costs each message little.
ASYNCAPI_DECL result<void> handled_messages::forget(wall_time now) {
    constexpr std::uint32_t interval = 64;
    if (until_forgetting_-- != 0) return {};
    until_forgetting_ = interval - 1;
    detail::statement erase{connection_, "DELETE FROM " + options_.table +
                                             " WHERE time < ?1 OR number <= (SELECT max(number) "
                                             "FROM " +
                                             options_.table + ") - ?2"};
    return erase.bind(1, detail::milliseconds_of(now - options_.max_age))
        .bind(2, static_cast<std::int64_t>(options_.max_messages))
        .run();
}

}  // namespace asyncapi::sqlite
