#pragma once

#include "settings.hpp"

namespace faults {

// What each is told is at its head. All take `url`, and may be told `version` (3 or 5),
// `keep_alive` in seconds, `backoff_initial_ms`, `backoff_max_ms` and `connect_timeout_ms`.

/// Commits orders and their messages together, to an outbox whose relay sends them.
void produce(const settings& told);

/// Handles each order once: a deduplicator in its own database, marked with the work.
void consume(const settings& told);

/// Sends without an outbox, at a rate or without end, whatever the transport says.
void publish(const settings& told);

/// Receives, at a rate or as fast as messages come.
void subscribe(const settings& told);

/// Many clients in one process, each with a subscription of its own.
void crowd(const settings& told);

}  // namespace faults
