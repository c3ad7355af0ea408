#pragma once

#include <asyncapi/metadata.hpp>
#include <asyncapi/time_source.hpp>
#include <asyncapi/transports/options.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

namespace asyncapi::websocket {

/// The sub-protocol of `mode::envelope`. \see docs/websocket-envelope.md
inline constexpr const char* envelope_protocol = "asyncapi.v1";

/// What a frame holds.
enum class mode {
    envelope,  ///< a line of metadata, then the payload; sub-protocol `asyncapi.v1`
    bare,      ///< the payload only, for peers that know nothing of the envelope
};

/// Bounds of one connection. Every queue has one in messages and one in bytes.
struct connection_limits {
    std::size_t max_payload_bytes = std::size_t{1} << 20U;  ///< in both directions
    std::size_t max_header_bytes = 8 * 1024;                ///< of the envelope, in both directions

    /// Outbound: waiting to be sent, or sent and not acknowledged.
    std::size_t max_queued_messages = 1024;
    std::size_t max_queued_bytes = std::size_t{8} << 20U;

    /// Of these, sent and not acknowledged; one message is always allowed.
    std::size_t window_messages = 64;
    std::size_t window_bytes = std::size_t{1} << 20U;

    /// Inbound: arrived, while its consumer has `prefetch` unsettled. Beyond this the connection is
    /// not read, so it should not be less than the other side's window: acknowledgements come on
    /// the same connection.
    std::size_t max_held_messages = 128;
    std::size_t max_held_bytes = std::size_t{2} << 20U;

    /// So many broken headers end the connection.
    std::size_t max_protocol_errors = 8;
};

struct connection_times {
    /// From the first byte of TCP to the end of the WebSocket handshake, TLS included.
    std::chrono::milliseconds handshake_timeout{10'000};
    std::chrono::milliseconds ping_interval{20'000};  ///< 0: no pings
    /// A connection that was silent for so long is given up; pings keep a living one from it.
    std::chrono::milliseconds idle_timeout{60'000};  ///< 0: never
    /// How long a closing handshake may take, flushing what is queued included.
    std::chrono::milliseconds close_timeout{5'000};
    /// How long the executor's loop looks for more without sleeping, after something came or went:
    /// what comes is dealt with sooner, for a processor that is busy meanwhile. 0: it sleeps at
    /// once.
    std::chrono::microseconds busy_poll{0};
};

using asyncapi::backoff_options;
using asyncapi::tls_options;

/// How a connection ended.
///
/// \see RFC 6455 section 7.4.1 for the codes
struct close_reason {
    std::uint16_t code = 1006;  ///< 1006: without a closing handshake
    std::string text;
};

}  // namespace asyncapi::websocket
