#pragma once

#include <asyncapi/sqlite/detail/database.hpp>
#include <asyncapi/sqlite/detail/outbox_table.hpp>
#include <asyncapi/sqlite/message_attempts.hpp>

#include <utility>

namespace asyncapi::sqlite {

ASYNCAPI_DECL message_attempts::message_attempts(sqlite3* connection,
                                                 message_attempts_options options)
    : connection_{connection}, options_{std::move(options)} {}

ASYNCAPI_DECL result<std::shared_ptr<message_attempts>> message_attempts::open(
    sqlite3* connection, message_attempts_options options) {
    if (!detail::is_plain_name(options.table))
        return error{errc::invalid_address, "the name of the table is not letters, digits and _"};
    auto created = detail::execute(
        connection, "CREATE TABLE IF NOT EXISTS " + options.table +
                        " (consumer TEXT NOT NULL, id TEXT NOT NULL, count INTEGER NOT NULL, "
                        "time INTEGER NOT NULL, PRIMARY KEY (consumer, id)) WITHOUT ROWID");
    if (!created) return created.error();
    return std::shared_ptr<message_attempts>{new message_attempts{connection, std::move(options)}};
}

ASYNCAPI_DECL result<std::uint32_t> message_attempts::begin(std::string_view id, wall_time now) {
    if (auto forgotten = forget(now); !forgotten) return forgotten.error();
    detail::statement count{connection_,
                            "INSERT INTO " + options_.table +
                                " (consumer, id, count, time) VALUES (?1, ?2, 1, ?3) ON CONFLICT "
                                "(consumer, id) DO UPDATE SET count = CASE WHEN time < ?4 THEN 1 "
                                "ELSE count + 1 END, time = excluded.time RETURNING count"};
    count.bind(1, options_.consumer)
        .bind(2, id)
        .bind(3, detail::milliseconds_of(now))
        .bind(4, detail::milliseconds_of(now - options_.max_age));
    if (const auto row = count.step(); !row) return row.error();
    const auto counted = static_cast<std::uint32_t>(count.number(0));
    // Only a statement that has ended is committed.
    if (auto done = count.run(); !done) return done.error();
    return counted;
}

ASYNCAPI_DECL result<void> message_attempts::run(const std::string& change_of_table,
                                                 std::string_view id) {
    detail::statement change{connection_, change_of_table + " WHERE consumer = ? AND id = ?"};
    return change.bind(1, options_.consumer).bind(2, id).run();
}

ASYNCAPI_DECL result<void> message_attempts::give_back(std::string_view id) {
    return run("UPDATE " + options_.table + " SET count = count - 1", id);
}

ASYNCAPI_DECL result<void> message_attempts::end(std::string_view id) {
    return run("DELETE FROM " + options_.table, id);
}

/// Now and then, so that it costs each message little.
ASYNCAPI_DECL result<void> message_attempts::forget(wall_time now) {
    constexpr std::uint32_t interval = 64;
    if (until_forgetting_-- != 0) return {};
    until_forgetting_ = interval - 1;
    detail::statement erase{connection_, "DELETE FROM " + options_.table + " WHERE time < ?"};
    return erase.bind(1, detail::milliseconds_of(now - options_.max_age)).run();
}

}  // namespace asyncapi::sqlite
