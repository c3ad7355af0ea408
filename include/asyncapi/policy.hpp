#pragma once

#include <asyncapi/error.hpp>
#include <asyncapi/transport.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>

namespace asyncapi {

/// What is done with a message that does not satisfy its contract. It never becomes a C++ message.
enum class bad_message {
    reject,  ///< settled, and the sender is told at its reply address where it gave one
    drop,    ///< settled, silently
};

/// A message that was refused, and why. Both live for the duration of the call.
struct rejection {
    const error& why;
    const delivery& message;
};

struct consumer_options {
    /// Consumers of one group share the messages; without a group each gets its own copy.
    std::string group = {};
    /// How many messages may be neither acknowledged nor released at a time.
    std::size_t prefetch = 64;
    /// How many messages a handler that is a coroutine works on at a time; 1 keeps their order.
    std::size_t concurrency = 1;
    bad_message on_bad_message = bad_message::reject;
    /// Called for each refused message, before the policy acts.
    std::function<void(const rejection&)> on_rejected = {};
    /// After a handler threw: how long its message waits for the next try, doubled with each
    /// attempt.
    std::chrono::milliseconds retry_backoff{100};
    std::chrono::milliseconds max_retry_backoff{30'000};
};

/// What a consumer has seen so far.
struct consumer_counters {
    std::uint64_t received = 0;  ///< deliveries from the transport
    std::uint64_t accepted = 0;  ///< of these, messages that satisfied their contract
    std::uint64_t rejected = 0;  ///< and messages that did not
    std::uint64_t released = 0;  ///< given back: not acknowledged, or the handler threw
};

}  // namespace asyncapi
