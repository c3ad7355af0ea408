#pragma once

#include <asyncapi/transports/detail/utf8.hpp>
#include <asyncapi/transports/mqtt/detail/frames.hpp>
#include <asyncapi/transports/mqtt/options.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

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
    std::optional<std::chrono::seconds> keep_alive;
    std::string client_id;  ///< the one it chose
};

struct connack {
    bool session_present = false;
    std::uint8_t reason = 0;
    std::string why;  ///< in the broker's words
    broker_offer offer;
};

/// One property of a packet.
struct property {
    std::uint32_t id = 0;
    std::uint32_t number = 0;
    std::string_view text;
};

/// \return how long the value of a property is; nothing for one that is not known
inline std::optional<std::size_t> property_bytes(std::uint32_t id, std::string_view at) {
    switch (id) {
        case 0x01:
        case 0x17:
        case 0x19:
        case 0x24:
        case 0x25:
        case 0x28:
        case 0x29:
        case 0x2A:
            return 1;
        case 0x13:
        case 0x21:
        case 0x22:
        case 0x23:
            return 2;
        case 0x02:
        case 0x11:
        case 0x18:
        case 0x27:
            return 4;
        case 0x0B: {
            const auto read = read_variable_integer(at);
            if (read.bytes == 0 || read.bytes == 5) return {};
            return read.bytes;
        }
        case 0x26: {
            auto rest = at;
            if (!take_text(rest) || !take_text(rest)) return {};
            return at.size() - rest.size();
        }
        case 0x03:
        case 0x08:
        case 0x09:
        case 0x12:
        case 0x15:
        case 0x16:
        case 0x1A:
        case 0x1C:
        case 0x1F: {
            auto rest = at;
            if (!take_text(rest)) return {};
            return at.size() - rest.size();
        }
        default:
            return {};
    }
}

/// Calls `on_property(const property&)` for each of the properties that `from` starts with, and
/// takes them off it.
///
/// \return false when they are broken
template <class F>
bool take_properties(std::string_view& from, F&& on_property) {
    const auto length = read_variable_integer(from);
    if (length.bytes == 0 || length.bytes == 5) return false;
    from.remove_prefix(length.bytes);
    if (from.size() < length.value) return false;
    auto rest = from.substr(0, length.value);
    from.remove_prefix(length.value);
    while (!rest.empty()) {
        const auto id = read_variable_integer(rest);
        if (id.bytes == 0 || id.bytes == 5) return false;
        rest.remove_prefix(id.bytes);
        const auto bytes = property_bytes(id.value, rest);
        if (!bytes || rest.size() < *bytes) return false;
        auto raw = rest.substr(0, *bytes);
        rest.remove_prefix(*bytes);
        property read{id.value, 0, {}};
        if (*bytes <= 4) {
            for (const char c : raw)
                read.number = read.number << 8U | static_cast<unsigned char>(c);
        }
        if (auto text = take_text(raw)) read.text = *text;
        on_property(read);
    }
    return true;
}

inline bool take_no_properties(std::string_view& from) {
    return take_properties(from, [](const property&) {});
}

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

/// The packet id of a PUBLISH; 0 where its quality of service has none.
///
/// \return nothing for a broken one: Paho is given none of these
inline std::optional<std::uint16_t> publish_id(const frame& from, version as) {
    auto body = from.body;
    const auto topic = take_text(body);
    // No alias was offered, so each has its topic.
    if (!topic || topic->empty() || !asyncapi::detail::is_utf8(*topic)) return {};
    if (topic->find('\0') != std::string_view::npos) return {};
    std::uint16_t id = 0;
    if (from.qos() > 0) {
        const auto taken = take_u16(body);
        if (!taken || *taken == 0) return {};
        id = *taken;
    }
    if (as == version::v5 && !take_no_properties(body)) return {};
    return id;
}

}  // namespace asyncapi::mqtt::detail
