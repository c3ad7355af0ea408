#pragma once

#include <asyncapi/attempt_counter.hpp>
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

struct message_attempts_options {
    std::string table = "message_attempt";  ///< letters, digits and `_`
    std::string consumer = {};  ///< whose messages these are, where several share the table
    /// A message that was not heard of for so long is counted from the beginning.
    std::chrono::hours max_age{24 * 7};
};

/// Counts in the program's own database how often messages came again, so that one that ends the
/// process each time is given up after its last attempt.
///
/// What is counted survives the process as soon as it is committed, also with `PRAGMA synchronous =
/// NORMAL`. A transaction of the program must not stay open across a `co_await`, as consumers use
/// the connection in between.
class message_attempts final : public attempt_counter {
public:
    /// Makes the table where it is missing.
    ///
    /// \param connection  the program's own, of this thread; it outlives what is returned
    static result<std::shared_ptr<message_attempts>> open(sqlite3* connection,
                                                          message_attempts_options options = {});

    result<std::uint32_t> begin(std::string_view id, wall_time now) override;
    result<void> give_back(std::string_view id) override;
    result<void> end(std::string_view id) override;

private:
    message_attempts(sqlite3* connection, message_attempts_options options);

    result<void> forget(wall_time now);
    result<void> run(const std::string& change_of_table, std::string_view id);

    sqlite3* connection_;
    message_attempts_options options_;
    std::uint32_t until_forgetting_ = 0;
};

}  // namespace asyncapi::sqlite

#ifndef ASYNCAPI_SEPARATE_COMPILATION
#include <asyncapi/sqlite/impl/message_attempts.ipp>
#endif
