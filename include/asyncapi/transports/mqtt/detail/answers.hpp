#pragma once

#include <asyncapi/transports/mqtt/detail/frames.hpp>
#include <asyncapi/transports/mqtt/detail/property.hpp>
#include <asyncapi/transports/mqtt/options.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace asyncapi::mqtt::detail {

/// What a broker says of itself when it accepts a connection.
///
/// \see MQTT 5 section 3.2.2.3
struct broker_offer {
    std::size_t receive_maximum = 65'535;
    std::size_t max_packet_bytes = 268'435'460;
    int max_qos = 2;
    bool retain = true;
    bool wildcards = true;
    bool subscription_identifiers = true;
    bool shared_subscriptions = true;
    std::uint16_t max_topic_alias = 0;
    std::optional<std::chrono::seconds> keep_alive;
    std::string client_id;  ///< the one it chose
};

struct connack {
    bool session_present = false;
    std::uint8_t reason = 0;
    std::string why;  ///< in the broker's words
    broker_offer offer;
};

inline void note(broker_offer& offer, const property& said) {
    switch (said.id) {
        case 0x12:
            offer.client_id = said.text;
            break;
        case 0x13:
            offer.keep_alive = std::chrono::seconds{said.number};
            break;
        case 0x21:
            offer.receive_maximum = said.number;
            break;
        case 0x22:
            offer.max_topic_alias = static_cast<std::uint16_t>(said.number);
            break;
        case 0x24:
            offer.max_qos = static_cast<int>(said.number);
            break;
        case 0x25:
            offer.retain = said.number != 0;
            break;
        case 0x27:
            offer.max_packet_bytes = said.number;
            break;
        case 0x28:
            offer.wildcards = said.number != 0;
            break;
        case 0x29:
            offer.subscription_identifiers = said.number != 0;
            break;
        case 0x2A:
            offer.shared_subscriptions = said.number != 0;
            break;
        default:
            break;
    }
}

inline std::optional<connack> read_connack(std::string_view body, version as) {
    if (body.size() < 2) return {};
    connack read;
    read.session_present = (static_cast<unsigned char>(body[0]) & 1U) != 0;
    read.reason = static_cast<std::uint8_t>(body[1]);
    body.remove_prefix(2);
    if (as != version::v5) {
        read.offer.subscription_identifiers = false;
        return read;
    }
    // A broker that does not speak MQTT 5 answers as its own version does.
    if (body.empty()) return read;
    const bool good = take_properties(body, [&](const property& said) {
        if (said.id == 0x1F) read.why = said.text;
        note(read.offer, said);
    });
    if (!good || read.offer.receive_maximum == 0) return {};
    return read;
}

struct answer {
    std::uint16_t id = 0;
    std::uint8_t reason = 0;
    std::string why;
};

/// DISCONNECT: a reason and properties, or nothing.
inline std::optional<answer> read_disconnect(std::string_view body) {
    answer read;
    if (body.empty()) return read;
    read.reason = static_cast<std::uint8_t>(body[0]);
    body.remove_prefix(1);
    if (body.empty()) return read;
    const bool good = take_properties(body, [&](const property& said) {
        if (said.id == 0x1F) read.why = said.text;
    });
    if (!good) return {};
    return read;
}

/// PUBACK, PUBREC, PUBREL and PUBCOMP: an id before what a DISCONNECT has.
inline std::optional<answer> read_answer(std::string_view body) {
    const auto id = take_u16(body);
    if (!id) return {};
    auto read = read_disconnect(body);
    if (read) read->id = *id;
    return read;
}

/// SUBACK and UNSUBACK: of one filter, as this library asks for one at a time.
inline std::optional<answer> read_subscription_answer(std::string_view body, version as) {
    answer read;
    const auto id = take_u16(body);
    if (!id) return {};
    read.id = *id;
    if (as == version::v5) {
        const bool good = take_properties(body, [&](const property& said) {
            if (said.id == 0x1F) read.why = said.text;
        });
        if (!good) return {};
    }
    if (!body.empty()) read.reason = static_cast<std::uint8_t>(body[0]);
    return read;
}

}  // namespace asyncapi::mqtt::detail
