#pragma once

#include <asyncapi/error.hpp>
#include <asyncapi/transports/mqtt/detail/answers.hpp>
#include <asyncapi/transports/mqtt/detail/encoding.hpp>
#include <asyncapi/transports/mqtt/options.hpp>

#include <cstddef>
#include <optional>
#include <string>

namespace asyncapi::mqtt::detail {

// What a PUBLISH has besides payload and metadata: fixed header, topic, ids, small properties.
inline constexpr std::size_t max_overhead = 70'000;

/// Longest packet that is taken from a broker.
inline std::size_t max_packet_bytes(const client_limits& limits) {
    return limits.max_payload_bytes + limits.max_header_bytes + max_overhead;
}

/// Longest packet that Paho makes of what this library gives it: a CONNECT with a last will.
inline std::size_t max_packet_bytes_of_paho(const client_limits& limits) {
    return 2 * (limits.max_payload_bytes + limits.max_header_bytes) + max_overhead;
}

/// \return why the broker would not take the message, by its own word
inline std::optional<error> not_offered(const broker_offer& offer, const publish_packet& message) {
    if (message.qos() > offer.max_qos)
        return error{errc::unsupported,
                     "the broker takes QoS " + std::to_string(offer.max_qos) + " at most"};
    if (message.retained() && !offer.retain)
        return error{errc::unsupported, "the broker keeps no messages"};
    if (message.bytes().size() > offer.max_packet_bytes)
        return error{errc::too_large, "the broker takes packets of " +
                                          std::to_string(offer.max_packet_bytes) +
                                          " bytes at most"};
    return {};
}

}  // namespace asyncapi::mqtt::detail
