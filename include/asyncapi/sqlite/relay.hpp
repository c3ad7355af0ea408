#pragma once

#include <asyncapi/detail/config.hpp>
#include <asyncapi/result.hpp>
#include <asyncapi/sqlite/error.hpp>
#include <asyncapi/transport.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

namespace asyncapi::sqlite {
namespace detail {
class relaying;
}

struct relay_options {
    std::string table = "outbox";
    std::size_t batch = 64;               ///< messages read, sent and confirmed at a time
    std::chrono::milliseconds poll{100};  ///< how often it looks, and pauses after a failure
    /// How long nobody else sends after this relay was last heard of: after a crash, the pause
    /// until another takes over. Clocks of all relays of one database must agree to a fraction of
    /// it.
    std::chrono::milliseconds lease{10'000};
    /// Refusals, other than for want of room or of a connection, after which a message has failed.
    std::uint32_t max_refusals = 10;
};

struct relay_counters {
    std::uint64_t sent = 0;    ///< confirmed by the transport, and gone from the outbox
    std::uint64_t failed = 0;  ///< set aside, with what the transport or the broker said
    /// Gone from the outbox unsent because they had become too old, there or in the transport.
    std::uint64_t expired = 0;
    /// Sent and not confirmed, so sent again, perhaps by another relay.
    std::uint64_t repeated = 0;
    std::uint64_t busy = 0;  ///< times that the database was locked or could not be read
};

/// Sends what was committed to an outbox: in order, each at least once, one relay at a time.
///
/// Runs on the transport's executor, with a connection of its own, and never waits for a lock.
/// Destroying it ends it. Messages keep their ids, so a deduplicator at the far end recognises what
/// was sent twice because a process died between sending and confirming.
class relay {
public:
    /// \param database  the file that holds the outbox; its tables may still be missing
    relay(const any_transport& wire, const std::filesystem::path& database,
          relay_options options = {});
    relay(relay&&) noexcept;
    relay& operator=(relay&&) = delete;
    ~relay();

    /// \return why it does not run: `closed`, or that the database could not be opened
    result<void> status() const;
    relay_counters counters() const;

    /// Looks now: worth a call after a commit, where `poll` is long.
    void wake();

    /// Ends it, and lets another relay send at once.
    void close();

private:
    std::shared_ptr<detail::relaying> relaying_;
};

}  // namespace asyncapi::sqlite

#ifndef ASYNCAPI_SEPARATE_COMPILATION
#include <asyncapi/sqlite/impl/relay.ipp>
#endif
