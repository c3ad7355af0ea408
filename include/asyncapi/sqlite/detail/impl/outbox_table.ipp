#pragma once

#include <asyncapi/sqlite/detail/outbox_table.hpp>

#include <utility>

namespace asyncapi::sqlite::detail {

inline std::int64_t milliseconds_of(std::chrono::system_clock::time_point when) {
    return std::chrono::floor<std::chrono::milliseconds>(when).time_since_epoch().count();
}

ASYNCAPI_DECL result<void> outbox_table::create() const {
    if (!is_plain_name(name_))
        return error{errc::invalid_address, "the name of the table is not letters, digits and _"};
    // Positions are never used again, so that they stay the order in which messages were committed.
    auto created = execute(
        connection_, "CREATE TABLE IF NOT EXISTS " + name_ +
                         " (position INTEGER PRIMARY KEY AUTOINCREMENT, failure TEXT, " +
                         std::string{message_column_types} +
                         ", expires INTEGER); CREATE INDEX IF NOT EXISTS " + name_ +
                         "_waiting ON " + name_ +
                         " (position) WHERE failure IS NULL; CREATE TABLE IF NOT EXISTS " + name_ +
                         "_lease (id INTEGER PRIMARY KEY CHECK (id = 1), owner TEXT NOT NULL, "
                         "until INTEGER NOT NULL)");
    if (!created) return created;
    return complete();
}

ASYNCAPI_DECL result<bool> outbox_table::lacks_expiry() const {
    statement select{connection_,
                     "SELECT count(*) > 0 AND NOT max(name = 'expires') FROM pragma_table_info('" +
                         name_ + "')"};
    if (const auto row = select.step(); !row) return row.error();
    return select.number(0) != 0;
}

ASYNCAPI_DECL result<void> outbox_table::complete() const {
    const auto lacks = lacks_expiry();
    if (!lacks) return lacks.error();
    if (!*lacks) return {};
    auto added = execute(connection_, "ALTER TABLE " + name_ + " ADD COLUMN expires INTEGER");
    if (added) return added;
    // Another process was faster, or it cannot be done.
    const auto still = lacks_expiry();
    return still && !*still ? result<void>{} : added;
}

ASYNCAPI_DECL result<std::int64_t> outbox_table::add(const outbound& message, wall_time now) const {
    statement insert{connection_, "INSERT INTO " + name_ + " (" + std::string{message_columns} +
                                      ", expires) VALUES (" + std::string{message_parameters} +
                                      ",?13) RETURNING position"};
    bind_message(insert, message);
    if (message.expires_in) insert.bind(13, milliseconds_of(now + *message.expires_in));
    if (const auto added = insert.step(); !added) return added.error();
    const auto position = insert.number(0);
    if (const auto done = insert.run(); !done) return done.error();
    return position;
}

ASYNCAPI_DECL result<std::vector<waiting_message>> outbox_table::waiting(std::size_t limit) const {
    statement select{connection_, "SELECT position, " + std::string{message_columns} +
                                      ", expires FROM " + name_ +
                                      " WHERE failure IS NULL ORDER BY position LIMIT ?"};
    select.bind(1, static_cast<std::int64_t>(limit));
    std::vector<waiting_message> all;
    for (;;) {
        const auto row = select.step();
        if (!row) return row.error();
        if (!*row) return all;
        auto& each = all.emplace_back();
        each.position = select.number(0);
        each.message = read_message(select, 1);
        constexpr int expires = 1 + message_column_count;
        if (!select.is_null(expires))
            each.expires = wall_time{std::chrono::milliseconds{select.number(expires)}};
    }
}

ASYNCAPI_DECL result<std::uint64_t> outbox_table::at_most_waiting() const {
    statement select{connection_, "SELECT (SELECT max(position) FROM " + name_ +
                                      " WHERE failure IS NULL) - (SELECT min(position) FROM " +
                                      name_ + " WHERE failure IS NULL) + 1"};
    if (const auto row = select.step(); !row) return row.error();
    return static_cast<std::uint64_t>(select.number(0));
}

ASYNCAPI_DECL result<bool> outbox_table::waits_up_to(std::int64_t position) const {
    statement select{connection_,
                     "SELECT 1 FROM " + name_ + " WHERE failure IS NULL AND position <= ? LIMIT 1"};
    return select.bind(1, position).step();
}

ASYNCAPI_DECL result<std::optional<std::int64_t>> outbox_table::last_waiting() const {
    statement select{connection_, "SELECT max(position) FROM " + name_ + " WHERE failure IS NULL"};
    if (const auto row = select.step(); !row) return row.error();
    if (select.is_null(0)) return std::optional<std::int64_t>{};
    return std::optional{select.number(0)};
}

ASYNCAPI_DECL result<void> outbox_table::remove(const std::vector<std::int64_t>& sent) const {
    transaction all{connection_};
    if (!all.begun()) return all.begun();
    statement erase{connection_, "DELETE FROM " + name_ + " WHERE position = ?"};
    for (const auto position : sent) {
        if (auto erased = erase.bind(1, position).run(); !erased) return erased;
        erase.reset();
    }
    return all.commit();
}

ASYNCAPI_DECL result<void> outbox_table::set_failed(std::int64_t position,
                                                    std::string_view why) const {
    statement update{connection_, "UPDATE " + name_ + " SET failure = ?2 WHERE position = ?1"};
    return update.bind(1, position).bind(2, why).run();
}

ASYNCAPI_DECL result<bool> outbox_table::lease(std::string_view owner, wall_time now,
                                               wall_time until) const {
    statement update{connection_,
                     "INSERT INTO " + name_ +
                         "_lease (id, owner, until) VALUES (1, ?1, ?3) ON CONFLICT (id) DO UPDATE "
                         "SET owner = excluded.owner, until = excluded.until WHERE owner = "
                         "excluded.owner OR until <= ?2"};
    update.bind(1, owner).bind(2, milliseconds_of(now)).bind(3, milliseconds_of(until));
    if (auto updated = update.run(); !updated) return updated.error();
    return changes(connection_) == 1;
}

ASYNCAPI_DECL result<void> outbox_table::end_lease(std::string_view owner) const {
    statement erase{connection_, "DELETE FROM " + name_ + "_lease WHERE owner = ?"};
    return erase.bind(1, owner).run();
}

}  // namespace asyncapi::sqlite::detail
