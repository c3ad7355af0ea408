#pragma once

#include <asyncapi/transport.hpp>
#include <asyncapi/transports/detail/envelope_reader.hpp>
#include <asyncapi/transports/mqtt/detail/properties.hpp>
#include <asyncapi/transports/mqtt/options.hpp>

#include <mqtt/message.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace asyncapi::mqtt::detail {

/// How one message is sent.
struct sending_terms {
    mqtt::qos qos = mqtt::qos::at_least_once;
    bool retain = false;
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

/// How long the PUBLISH of a message is.
///
/// \see MQTT 5 section 3.3
inline std::size_t packet_bytes(const ::mqtt::message& message, version as) {
    const auto with_length = [](std::size_t bytes) {
        auto all = bytes + 1;
        for (auto rest = bytes; rest > 127; rest >>= 7U) ++all;
        return all;
    };
    auto body = 2 + message.get_topic().size() + message.get_payload_str().size();
    if (message.get_qos() > 0) body += 2;
    if (as == version::v5)
        body += with_length(static_cast<std::size_t>(message.get_properties().c_struct().length));
    return 1 + with_length(body);
}

/// With MQTT 3.1.1 metadata go before the payload.
///
/// \param copy  names this sending, so that a subscriber can tell copies of it
inline result<std::string> enclose(const outbound& message, std::string_view copy,
                                   std::size_t max_header_bytes) {
    auto header = asyncapi::detail::open_header(message.address, *message.metadata);
    if (!header) return header.error();
    if (header->size() + max_envelope_tail > max_header_bytes)
        return error{errc::too_large, "metadata"};
    auto whole = *std::move(header);
    whole.append(",\"copy\":\"").append(copy).append("\"");
    if (message.binary) whole += ",\"binary\":true";
    whole += "}\n";
    whole += message.payload;
    return whole;
}

inline result<::mqtt::const_message_ptr> encode(const outbound& message, sending_terms terms,
                                                const client_options& options,
                                                std::string_view copy) {
    const std::string topic{message.address};
    const auto level = static_cast<int>(terms.qos);
    if (options.mode == mode::bare) {
        return ::mqtt::const_message_ptr{::mqtt::message::create(
            topic, message.payload.data(), message.payload.size(), level, terms.retain)};
    }
    if (options.version == version::v5) {
        auto properties = to_properties(message, options.limits.max_header_bytes);
        if (!properties) return properties.error();
        if (message.expires_in) {
            const auto seconds =
                std::chrono::ceil<std::chrono::seconds>(to_expiry(*message.expires_in));
            properties->add({paho_property::MESSAGE_EXPIRY_INTERVAL,
                             static_cast<std::int32_t>(seconds.count())});
        }
        const auto made = ::mqtt::message::create(topic, message.payload.data(),
                                                  message.payload.size(), level, terms.retain);
        made->set_properties(*std::move(properties));
        return ::mqtt::const_message_ptr{made};
    }
    auto whole = enclose(message, copy, options.limits.max_header_bytes);
    if (!whole) return whole.error();
    return ::mqtt::const_message_ptr{
        ::mqtt::message::create(topic, *std::move(whole), level, terms.retain)};
}

/// What arrived, and what tells where it belongs.
struct decoded {
    delivery content;
    std::vector<std::uint64_t> subscriptions;  ///< MQTT 5: which of ours it is for
    std::string copy;
};

inline decoded decode(const ::mqtt::message& from, const client_options& options) {
    decoded read;
    auto& content = read.content;
    content.address = from.get_topic();
    content.retained = from.is_retained();
    if (from.is_duplicate()) content.attempt = 2;
    const auto& payload = from.get_payload_str();
    if (options.version == version::v5) {
        auto said = read_properties(from.get_properties());
        read.subscriptions = std::move(said.subscriptions);
        content.binary = said.binary;
        if (options.mode == mode::metadata) content.metadata = std::move(said.metadata);
        content.bare = options.mode == mode::bare;
    } else if (options.mode == mode::metadata && payload.starts_with("{\"address\":")) {
        auto said = asyncapi::detail::read_envelope(payload, options.limits.max_header_bytes);
        // A peer without the envelope may send something that begins like one.
        if (said && said->what == asyncapi::detail::envelope::kind::message &&
            said->address == content.address) {
            content.metadata = std::move(said->about);
            content.binary = said->binary;
            content.payload = said->payload;
            read.copy = std::move(said->copy);
            return read;
        }
        content.bare = true;
    } else {
        content.bare = true;
    }
    content.payload = payload;
    return read;
}

}  // namespace asyncapi::mqtt::detail
