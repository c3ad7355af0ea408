#pragma once

#include <asyncapi/time_source.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>

namespace asyncapi::memory {

/// Faults made on purpose, for tests. Probabilities are between 0 and 1.
///
/// All chance comes from `seed`, with integer arithmetic of our own: on one thread, the same calls
/// with the same seed give the same run, with every standard library.
struct fault_options {
    std::uint64_t seed = 0;

    /// A message never reaches the broker though its publisher is told that it did: what happens
    /// with at-most-once.
    double lose_published = 0;

    /// A delivery is counted but not handed over. It comes back at `redelivery_timeout`, which must
    /// be set: what happens with at-least-once.
    double lose_delivered = 0;

    double duplicate = 0;  ///< a queue with room for it gets a message twice

    /// A message overtakes some that wait before it.
    double reorder = 0;
    std::size_t reorder_distance = 8;  ///< how many it overtakes at most

    /// A message cannot be delivered before some time has passed; others overtake it.
    double delay = 0;
    std::chrono::nanoseconds max_delay = std::chrono::milliseconds{10};
};

/// \see broker
struct broker_options {
    /// Messages that one queue holds: waiting, or delivered and not settled.
    std::size_t max_queued_messages = 1024;
    /// The same in bytes of payload, address and metadata. What is larger than this alone is
    /// `too_large`.
    std::size_t max_queued_bytes = std::size_t{16} << 20U;
    std::size_t max_payload_bytes = std::size_t{1} << 20U;

    /// A delivery that is not settled after this long goes back to its queue. None: never.
    std::optional<std::chrono::nanoseconds> redelivery_timeout = {};
    /// After so many attempts a message that comes back is discarded, and counted. 0: no limit.
    std::uint32_t max_attempts = 0;

    std::shared_ptr<time_source> time = system_time::instance();
    fault_options faults = {};
};

/// What happened since the broker was made. Copies of one message in several queues count apart,
/// except in `published`, `unroutable` and `lost`.
struct broker_statistics {
    std::uint64_t published = 0;    ///< accepted from publishers
    std::uint64_t unroutable = 0;   ///< of these, no subscription matched
    std::uint64_t delivered = 0;    ///< handed to handlers, also repeatedly
    std::uint64_t redelivered = 0;  ///< of these, with an attempt above 1
    std::uint64_t acknowledged = 0;
    std::uint64_t exhausted = 0;  ///< discarded after `max_attempts`
    std::uint64_t abandoned = 0;  ///< discarded when the last consumer of their queue left
    std::uint64_t lost = 0;       ///< by `fault_options::lose_published`
    std::uint64_t withheld = 0;   ///< by `fault_options::lose_delivered`
    std::uint64_t duplicated = 0;
    std::uint64_t reordered = 0;
    std::uint64_t delayed = 0;
    friend bool operator==(const broker_statistics&, const broker_statistics&) = default;
};

}  // namespace asyncapi::memory
