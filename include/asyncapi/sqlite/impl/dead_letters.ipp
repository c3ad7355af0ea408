#pragma once

#include <asyncapi/sqlite/dead_letters.hpp>
#include <asyncapi/sqlite/detail/message_columns.hpp>
#include <asyncapi/sqlite/detail/outbox_table.hpp>

#include <utility>

namespace asyncapi::sqlite {
namespace detail {

inline constexpr std::string_view letter_columns =
    "code, message, pointer, keyword, schema_pointer, detail, attempt, died";

inline std::string select_letters(std::string_view condition) {
    return std::string{"SELECT id, "}
        .append(message_columns)
        .append(", ")
        .append(letter_columns)
        .append(" FROM dead_letter WHERE ")
        .append(condition);
}

inline stored_letter read_letter(const statement& from) {
    auto message = read_message(from, 1);
    constexpr int next = 1 + message_column_count;
    stored_letter letter;
    letter.id = from.number(0);
    letter.address = std::move(message.address);
    letter.payload = std::move(message.payload);
    letter.binary = message.binary;
    letter.metadata = std::move(message.metadata);
    letter.code = from.text(next);
    letter.why.message = from.text(next + 1);
    letter.why.pointer = from.text(next + 2);
    letter.why.keyword = from.text(next + 3);
    letter.why.schema_pointer = from.text(next + 4);
    letter.why.reason = from.text(next + 5);
    letter.attempt = static_cast<std::uint32_t>(from.number(next + 6));
    letter.time =
        std::chrono::system_clock::time_point{std::chrono::milliseconds{from.number(next + 7)}};
    return letter;
}

/// The same message at the same address; without an id none is the same.
inline result<void> erase_letters_of(sqlite3* connection, const delivery& message) {
    if (message.metadata.message_id.empty()) return {};
    statement erase{connection,
                    "DELETE FROM dead_letter WHERE message_id = ?1 AND address = ?2 AND "
                    "payload = ?3"};
    return erase.bind(1, message.metadata.message_id)
        .bind(2, message.address)
        .bind_bytes(3, message.payload)
        .run();
}

}  // namespace detail

struct dead_letters::inside {
    detail::database database;
    dead_letters_options options;
};

ASYNCAPI_DECL dead_letters::dead_letters(std::unique_ptr<inside> opened)
    : inside_{std::move(opened)} {}
ASYNCAPI_DECL dead_letters::~dead_letters() = default;

ASYNCAPI_DECL result<std::shared_ptr<dead_letters>> dead_letters::open(
    const std::filesystem::path& file, dead_letters_options options) {
    auto opened = detail::open_database(file, std::chrono::seconds{1});
    if (!opened) return opened.error();
    auto created = detail::execute(
        opened->get(),
        "CREATE TABLE IF NOT EXISTS dead_letter (id INTEGER PRIMARY KEY AUTOINCREMENT, " +
            std::string{detail::message_column_types} +
            ", code TEXT NOT NULL, message TEXT NOT NULL, pointer TEXT NOT NULL, "
            "keyword TEXT NOT NULL, schema_pointer TEXT NOT NULL, detail TEXT NOT NULL, "
            "attempt INTEGER NOT NULL, died INTEGER NOT NULL); "
            "CREATE INDEX IF NOT EXISTS dead_letter_message ON dead_letter (message_id)");
    if (!created) return created.error();
    auto held = std::make_unique<inside>();
    held->database = *std::move(opened);
    held->options = options;
    return std::shared_ptr<dead_letters>{new dead_letters{std::move(held)}};
}

ASYNCAPI_DECL result<void> dead_letters::keep(const rejection& letter,
                                              std::chrono::system_clock::time_point when) {
    const auto& message = letter.message;
    const auto& where = letter.why.where();
    detail::transaction both{inside_->database.get()};
    if (!both.begun()) return both.begun();
    if (auto gone = detail::erase_letters_of(inside_->database.get(), message); !gone) return gone;
    const auto kept = size();
    if (!kept) return kept.error();
    if (*kept >= inside_->options.max_messages)
        return error{errc::would_block, "the store of dead letters is full"};
    detail::statement insert{inside_->database.get(),
                             std::string{"INSERT INTO dead_letter ("}
                                 .append(detail::message_columns)
                                 .append(", ")
                                 .append(detail::letter_columns)
                                 .append(") VALUES (")
                                 .append(detail::message_parameters)
                                 .append(", ?13,?14,?15,?16,?17,?18,?19,?20)")};
    outbound stored;
    stored.address = message.address;
    stored.payload = message.payload;
    stored.metadata = &message.metadata;
    stored.binary = message.binary;
    detail::bind_message(insert, stored);
    insert.bind(13, letter.why.code().message())
        .bind(14, where.message)
        .bind(15, where.pointer)
        .bind(16, where.keyword)
        .bind(17, where.schema_pointer)
        .bind(18, letter.why.detail())
        .bind(19, static_cast<std::int64_t>(message.attempt))
        .bind(20, detail::milliseconds_of(when));
    if (auto inserted = insert.run(); !inserted) return inserted;
    return both.commit();
}

ASYNCAPI_DECL result<std::uint64_t> dead_letters::size() const {
    detail::statement select{inside_->database.get(), "SELECT count(*) FROM dead_letter"};
    if (const auto row = select.step(); !row) return row.error();
    return static_cast<std::uint64_t>(select.number(0));
}

ASYNCAPI_DECL result<std::int64_t> dead_letters::newest() const {
    detail::statement select{inside_->database.get(),
                             "SELECT coalesce(max(id), 0) FROM dead_letter"};
    if (const auto row = select.step(); !row) return row.error();
    return select.number(0);
}

ASYNCAPI_DECL result<std::vector<stored_letter>> dead_letters::list(std::int64_t after,
                                                                    std::size_t limit) const {
    detail::statement select{inside_->database.get(),
                             detail::select_letters("id > ? ORDER BY id LIMIT ?")};
    select.bind(1, after).bind(2, static_cast<std::int64_t>(limit));
    std::vector<stored_letter> all;
    for (;;) {
        const auto row = select.step();
        if (!row) return row.error();
        if (!*row) return all;
        all.push_back(detail::read_letter(select));
    }
}

ASYNCAPI_DECL result<std::optional<stored_letter>> dead_letters::find(std::int64_t id) const {
    detail::statement select{inside_->database.get(), detail::select_letters("id = ?")};
    const auto row = select.bind(1, id).step();
    if (!row) return row.error();
    if (!*row) return std::optional<stored_letter>{};
    return std::optional{detail::read_letter(select)};
}

ASYNCAPI_DECL result<bool> dead_letters::remove(std::int64_t id) {
    detail::statement erase{inside_->database.get(), "DELETE FROM dead_letter WHERE id = ?"};
    if (auto erased = erase.bind(1, id).run(); !erased) return erased.error();
    return detail::changes(inside_->database.get()) == 1;
}

}  // namespace asyncapi::sqlite
