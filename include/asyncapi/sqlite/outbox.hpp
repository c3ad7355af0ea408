#pragma once

#include <asyncapi/detail/config.hpp>
#include <asyncapi/result.hpp>
#include <asyncapi/sqlite/error.hpp>
#include <asyncapi/transport.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

struct sqlite3;

namespace asyncapi::sqlite {
namespace detail {
class outbox_transport;
}

struct outbox_options {
    std::string table = "outbox";         ///< letters, digits and `_`
    std::uint64_t max_rows = 100'000;     ///< that wait to be sent; one more is `would_block`
    std::chrono::milliseconds poll{100};  ///< how often `writable` and `drained` look
};

/// A message that no transport takes.
struct failed_message {
    std::int64_t position = 0;  ///< for `retry` and `discard`
    std::string address;
    std::string message_name;
    std::string message_id;
    std::string failure;  ///< `error::to_string()` of what the transport said
};

struct outbox_counts {
    std::uint64_t waiting = 0;
    std::uint64_t failed = 0;
};

/// A table in the program's own database that takes messages for later: a transport that only
/// sends, so everything that sends on a transport, held to a contract or not, sends into it.
///
/// What is sent belongs to the transaction that is open on the connection, and is gone if that is
/// rolled back. A `relay` sends what was committed. `drained` completes when none of it is left.
///
/// `asyncapi::channel placed{box, ordering::placed};`
class outbox {
public:
    /// Makes the table where it is missing.
    ///
    /// \param connection  the program's own, of this thread; it outlives the outbox and all
    /// channels
    ///                    on it
    /// \param wire        that the relay sends on: its limits hold for what is sent
    /// \return what SQLite said, or `invalid_address` for the name of the table
    static result<outbox> open(sqlite3* connection, const any_transport& wire,
                               outbox_options options = {});

    std::shared_ptr<transport_interface> interface() const;

    result<outbox_counts> counts() const;

    /// \return the oldest messages that failed, oldest first
    result<std::vector<failed_message>> failed(std::size_t limit = 100) const;

    /// Lets a failed message wait again, at its old place. \return whether there was one
    result<bool> retry(std::int64_t position);
    /// \return whether there was a failed message
    result<bool> discard(std::int64_t position);

private:
    explicit outbox(std::shared_ptr<detail::outbox_transport> implementation);

    std::shared_ptr<detail::outbox_transport> implementation_;
};

}  // namespace asyncapi::sqlite

#ifndef ASYNCAPI_SEPARATE_COMPILATION
#include <asyncapi/sqlite/impl/outbox.ipp>
#endif
