#pragma once

#include <asyncapi/deduplicator.hpp>
#include <asyncapi/detail/config.hpp>
#include <asyncapi/result.hpp>
#include <asyncapi/sqlite/error.hpp>

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

struct sqlite3;

namespace asyncapi::sqlite {

struct handled_messages_options {
    std::string table = "handled_message";  ///< letters, digits and `_`
    std::string consumer = {};  ///< whose messages these are, where several share the table
    std::chrono::hours max_age{24 * 7};
    std::uint64_t max_messages = 1'000'000;  ///< in the table; the oldest are forgotten
};

/// Remembers the ids of messages that were handled in the program's own database: a restart forgets
/// none.
///
/// With `mark` in the transaction that does the message's work, work and id are committed together,
/// or neither: effectively once, also when the process dies between commit and acknowledgement, and
/// when two processes get the same message. Such a transaction must not stay open across a
/// `co_await`, as consumers use the connection in between.
class handled_messages final : public deduplicator {
public:
    /// Makes the table where it is missing.
    ///
    /// \param connection  the program's own, of this thread; it outlives what is returned
    static result<std::shared_ptr<handled_messages>> open(sqlite3* connection,
                                                          handled_messages_options options = {});

    /// \return false when the message was handled before: then roll back
    result<bool> mark(std::string_view id, wall_time now);

protected:
    result<bool> knows(std::string_view id, wall_time now) override;
    result<void> remember(std::string_view id, wall_time now) override;

private:
    handled_messages(sqlite3* connection, handled_messages_options options);

    result<void> forget(wall_time now);

    sqlite3* connection_;
    handled_messages_options options_;
    std::uint32_t until_forgetting_ = 0;
};

}  // namespace asyncapi::sqlite

#ifndef ASYNCAPI_SEPARATE_COMPILATION
#include <asyncapi/sqlite/impl/handled_messages.ipp>
#endif
