#pragma once

#include <asyncapi/detail/config.hpp>
#include <asyncapi/result.hpp>
#include <asyncapi/sqlite/detail/database.hpp>
#include <asyncapi/sqlite/detail/message_columns.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace asyncapi::sqlite::detail {

/// A message that waits in an outbox.
struct waiting_message {
    std::int64_t position = 0;
    stored_message message;
    std::optional<std::chrono::system_clock::time_point> expires = {};
};

/// The SQL of an outbox: its rows, and who may send them.
class outbox_table {
public:
    using wall_time = std::chrono::system_clock::time_point;

    outbox_table(sqlite3* connection, std::string name)
        : connection_{connection}, name_{std::move(name)} {}

    /// Makes the tables where they are missing.
    result<void> create() const;
    /// Adds what a table of an earlier version lacks.
    result<void> complete() const;

    /// \param now  for what expires
    result<std::int64_t> add(const outbound& message, wall_time now) const;
    /// \return the oldest messages that wait, oldest first
    result<std::vector<waiting_message>> waiting(std::size_t limit) const;
    /// \return at least as many as wait, as fast for many as for few
    result<std::uint64_t> at_most_waiting() const;
    /// \return whether a message at `position` or before waits
    result<bool> waits_up_to(std::int64_t position) const;
    /// \return the position of the last message that waits
    result<std::optional<std::int64_t>> last_waiting() const;

    result<void> remove(const std::vector<std::int64_t>& sent) const;
    result<void> set_failed(std::int64_t position, std::string_view why) const;

    /// Takes or renews the right to send, where nobody else has it.
    result<bool> lease(std::string_view owner, wall_time now, wall_time until) const;
    result<void> end_lease(std::string_view owner) const;

    sqlite3* connection() const noexcept { return connection_; }
    const std::string& name() const noexcept { return name_; }

private:
    result<bool> lacks_expiry() const;

    sqlite3* connection_;
    std::string name_;
};

}  // namespace asyncapi::sqlite::detail

#ifndef ASYNCAPI_SEPARATE_COMPILATION
#include <asyncapi/sqlite/detail/impl/outbox_table.ipp>
#endif
