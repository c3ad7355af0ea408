#pragma once

#include <asyncapi/transport.hpp>
#include <asyncapi/transports/detail/envelope_reader.hpp>
#include <asyncapi/transports/mqtt/detail/properties.hpp>
#include <asyncapi/transports/mqtt/detail/publish_packet.hpp>
#include <asyncapi/transports/mqtt/options.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace asyncapi::mqtt::detail {

/// How one message is sent.
struct sending_terms {
    mqtt::qos qos = mqtt::qos::at_least_once;
    bool retain = false;
    bool bare = false;  ///< whatever the client's mode is
};

/// The longest end that the envelope of a message can have here.
inline constexpr std::size_t max_envelope_tail = 96;

/// \see MQTT 5 section 3.3.2.3.3
inline constexpr std::chrono::seconds longest_expiry{0xFFFF'FFFF};

template <class Duration>
std::chrono::milliseconds to_expiry(Duration wanted) {
    if (wanted >= longest_expiry) return longest_expiry;
    return std::max<std::chrono::milliseconds>(wanted, std::chrono::milliseconds{0});
}

/// With MQTT 3.1.1 metadata go before the payload.
///
/// \param copy  names this sending, so that a subscriber can tell copies of it
/// \return what goes before the payload
inline result<std::string> to_envelope(const outbound& message, std::string_view copy,
                                       std::size_t max_header_bytes) {
    auto header = asyncapi::detail::open_header(message.address, *message.metadata);
    if (!header) return header.error();
    if (header->size() + max_envelope_tail > max_header_bytes)
        return error{errc::too_large, "metadata"};
    auto whole = *std::move(header);
    whole.append(",\"copy\":\"").append(copy).append("\"");
    if (message.binary) whole += ",\"binary\":true";
    whole += "}\n";
    return whole;
}

/// \return `malformed`, or `too_large` for what no MQTT packet holds
inline result<publish_packet> encode(const outbound& message, sending_terms terms,
                                     const client_options& options, std::string_view copy) {
    publish_packet::parts parts{.topic = message.address,
                                .payload = message.payload,
                                .qos = terms.qos,
                                .retain = terms.retain};
    std::string about;
    if (options.mode == mode::metadata && !terms.bare) {
        const auto most = options.limits.max_header_bytes;
        const bool five = options.version == version::v5;
        std::optional<std::chrono::milliseconds> expiry;
        if (message.expires_in) expiry = to_expiry(*message.expires_in);
        auto made = five ? to_properties(message, most, expiry) : to_envelope(message, copy, most);
        if (!made) return made.error();
        about = *std::move(made);
        (five ? parts.properties : parts.envelope) = about;
        if (five && expiry) parts.expiry_at = about.size() - sizeof(std::uint32_t);
    }
    if (publish_packet::body_bytes(parts, options.version) > largest_variable_integer)
        return error{errc::too_large, "no MQTT packet is so long"};
    return publish_packet{parts, options.version};
}

/// What arrived, and what tells where it belongs.
struct decoded {
    delivery content;
    std::vector<std::uint64_t> subscriptions;  ///< MQTT 5: which of ours it is for
    std::string copy;
    bool too_large = false;  ///< the metadata
};

/// \param bare  whatever the client's mode is
inline decoded decode(const publication& from, const client_options& options, bool bare = false) {
    decoded read;
    const bool with_metadata = options.mode == mode::metadata && !bare;
    auto& content = read.content;
    content.address = from.topic;
    content.retained = from.retained;
    if (from.repeated) content.attempt = 2;
    if (options.version == version::v5) {
        auto said = read_properties(from.properties, options.limits.max_header_bytes);
        read.subscriptions = std::move(said.subscriptions);
        content.binary = said.binary;
        if (with_metadata) {
            content.metadata = std::move(said.metadata);
            read.too_large = said.too_large;
        }
        content.bare = !with_metadata;
    } else if (with_metadata && from.payload.starts_with("{\"address\":")) {
        auto said = asyncapi::detail::read_envelope(from.payload, from.payload.size());
        // A peer without the envelope may send something that begins like one.
        if (said && said->what == asyncapi::detail::envelope::kind::message &&
            said->address == content.address) {
            content.metadata = std::move(said->about);
            content.binary = said->binary;
            content.payload = said->payload;
            read.copy = std::move(said->copy);
            const auto header_bytes = std::min(from.payload.find('\n'), from.payload.size());
            read.too_large = header_bytes > options.limits.max_header_bytes;
            return read;
        }
        content.bare = true;
    } else {
        content.bare = true;
    }
    content.payload = from.payload;
    return read;
}

}  // namespace asyncapi::mqtt::detail
