#pragma once

#include <asyncapi/error.hpp>
#include <asyncapi/result.hpp>
#include <asyncapi/retry.hpp>
#include <asyncapi/transport.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace asyncapi {

class attempt_counter;
class deduplicator;

/// What is done with a message that does not satisfy its contract. It never becomes a C++ message.
enum class bad_message {
    reject,      ///< settled, and the sender is told at its reply address where it gave one
    drop,        ///< settled, silently
    quarantine,  ///< kept as a dead letter, then settled; the sender is told as well
    /// Delivered where only the document is broken and not the C++ type, and reported; else as
    /// `reject`. For a document that is being tightened.
    warn,
};

/// A message that was refused or given up, and why. Both live for the duration of the call.
struct rejection {
    const error& why;
    const delivery& message;
    bool delivered = false;  ///< it goes to the handler all the same: `bad_message::warn`
};

/// Keeps messages for a person to look at. Belongs to the executor of those who use it.
class dead_letter_store {
public:
    virtual ~dead_letter_store() = default;

    /// Keeps the message's bytes, address and metadata, and why it is here.
    ///
    /// \return success once it is safe; the message is settled after that, and else comes again
    virtual result<void> keep(const rejection& letter,
                              std::chrono::system_clock::time_point when) = 0;
};

/// Where messages go that were quarantined, or given up after their last attempt: to a channel of
/// the same transport or into a store, one of the two. With neither, what is given up is lost.
struct dead_letter {
    /// Concrete, and no address that the consumer itself takes. The message goes there as it came,
    /// with the headers of docs/delivery.md beside its own.
    std::string address = {};
    std::shared_ptr<dead_letter_store> store = {};

    bool empty() const noexcept { return address.empty() && store == nullptr; }
};

struct consumer_options {
    /// Consumers of one group share the messages; without a group each gets its own copy.
    std::string group = {};
    /// How many messages may be neither acknowledged nor released at a time.
    std::size_t prefetch = 64;
    /// How many messages a handler that is a coroutine works on at a time; 1 keeps their order.
    std::size_t concurrency = 1;
    bad_message on_bad_message = bad_message::reject;
    /// Of trusted peers: only each n-th message is held to what the document asks beyond the C++
    /// type. All are held to their type, always; without a document nothing is left out.
    std::size_t sample = 1;
    /// What happens after a handler failed. Default: what the document says, else `asyncapi::retry`
    /// as it is made.
    std::optional<asyncapi::retry> retry = {};
    /// Default: what the document says.
    asyncapi::dead_letter dead_letter = {};
    /// Knows which messages were handled: those that come again are settled and counted. See
    /// asyncapi/deduplicator.hpp. Default: nobody does.
    std::shared_ptr<deduplicator> deduplicate = {};
    /// Counts attempts that end the process, so that the last one is known. See
    /// asyncapi/attempt_counter.hpp. Default: the transport alone counts.
    std::shared_ptr<attempt_counter> count_attempts = {};
    /// Called for each message that broke its contract, before the policy acts. What it throws is
    /// ignored.
    std::function<void(const rejection&)> on_rejected = {};
    /// Called for each message whose handler failed on its last attempt, before it becomes a dead
    /// letter. What it throws is ignored.
    std::function<void(const rejection&)> on_given_up = {};
};

/// What a consumer has seen so far.
struct consumer_counters {
    std::uint64_t received = 0;  ///< deliveries from the transport
    std::uint64_t accepted = 0;  ///< of these, messages that satisfied their contract, or `warned`
    std::uint64_t rejected = 0;  ///< and messages that did not
    std::uint64_t released = 0;  ///< given back: not acknowledged, or the handler failed
    std::uint64_t redelivered = 0;    ///< deliveries with an attempt above 1
    std::uint64_t duplicates = 0;     ///< settled because they were handled before
    std::uint64_t warned = 0;         ///< delivered by `bad_message::warn`
    std::uint64_t retried = 0;        ///< failures that were not the last
    std::uint64_t given_up = 0;       ///< failures that were
    std::uint64_t dead_lettered = 0;  ///< kept by a channel or a store, and then settled
    std::uint64_t unburied = 0;       ///< dead letters that were refused, and come again
};

namespace detail {

/// Tells the sender of a message why there will be no reply.
using tell_sender = std::function<void(const rejection&)>;

}  // namespace detail
}  // namespace asyncapi
