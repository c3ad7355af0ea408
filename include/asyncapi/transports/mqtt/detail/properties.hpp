#pragma once

#include <asyncapi/detail/percent.hpp>
#include <asyncapi/detail/timestamp.hpp>
#include <asyncapi/detail/utf8.hpp>
#include <asyncapi/metadata.hpp>
#include <asyncapi/result.hpp>
#include <asyncapi/transport.hpp>
#include <asyncapi/transports/mqtt/detail/property.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace asyncapi::mqtt::detail {

/// User properties that are this library's own; docs/mqtt.md lists them for other peers.
namespace user_property {
inline constexpr std::string_view message_name = "asyncapi-message";
inline constexpr std::string_view message_id = "asyncapi-id";
inline constexpr std::string_view time = "asyncapi-time";
inline constexpr std::string_view traceparent = "traceparent";  // W3C Trace Context: MQTT
inline constexpr std::string_view tracestate = "tracestate";
/// Before the name of a header: it and its value are percent-encoded.
inline constexpr std::string_view encoded = "asyncapi-encoded:";
}  // namespace user_property

/// Whether a broker takes it as text: UTF-8 without control characters.
///
/// \see MQTT 5 section 1.5.4
inline bool is_mqtt_text(std::string_view text) {
    if (!asyncapi::detail::is_utf8(text) || text.size() > 65'535) return false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        if (byte < 0x20 || byte == 0x7F) return false;
        // U+0080 to U+009F, and U+FFFE and U+FFFF of each plane.
        if (byte == 0xC2 && static_cast<unsigned char>(text[i + 1]) < 0xA0) return false;
        if (byte < 0xEF) continue;
        const bool ends_plane = byte == 0xEF || (byte >= 0xF0 && (text[i + 1] & 0x0F) == 0x0F);
        const auto last = text.substr(i + (byte == 0xEF ? 1 : 2), 2);
        if (ends_plane && (last == "\xBF\xBE" || last == "\xBF\xBF")) return false;
    }
    return true;
}

inline bool is_reserved(std::string_view header) {
    using namespace user_property;
    return header == message_name || header == message_id || header == time ||
           header == traceparent || header == tracestate || header.starts_with(encoded);
}

/// Collects the properties of a message. Text that MQTT does not carry spoils them.
class property_writer {
public:
    void byte(std::uint32_t id, std::uint8_t value) {
        start(id);
        made_ += static_cast<char>(value);
    }
    void u32(std::uint32_t id, std::uint32_t value) {
        start(id);
        append_u16(made_, value >> 16U);
        append_u16(made_, value & 0xFFFFU);
    }
    void text(std::uint32_t id, std::string_view value) {
        if (value.empty()) return;
        good_ = good_ && is_mqtt_text(value);
        put(id, value);
    }
    void bytes(std::uint32_t id, std::string_view value) {
        if (value.empty()) return;
        good_ = good_ && value.size() <= 65'535;
        put(id, value);
    }
    void user(std::string_view name, std::string_view value, bool even_empty = false) {
        if (value.empty() && !even_empty) return;
        good_ = good_ && is_mqtt_text(name) && is_mqtt_text(value);
        put(property_id::user_property, name);
        bytes_ += value.size();
        append_text(made_, value);
    }
    void header(const std::string& name, const std::string& value) {
        good_ = good_ && asyncapi::detail::is_utf8(name) && asyncapi::detail::is_utf8(value);
        if (is_mqtt_text(name) && is_mqtt_text(value) && !is_reserved(name))
            return user(name, value, true);
        user(std::string{user_property::encoded} + asyncapi::detail::percent_encode(name),
             asyncapi::detail::percent_encode(value), true);
    }

    /// Of what the caller gave, in bytes.
    std::size_t size() const noexcept { return bytes_; }

    /// \return `malformed` for what is no text
    result<std::string> finish() {
        if (!good_)
            return error{errc::malformed, "an address or metadata are no text that MQTT carries"};
        return std::move(made_);
    }

private:
    void start(std::uint32_t id) { append_variable_integer(made_, id); }
    void put(std::uint32_t id, std::string_view value) {
        start(id);
        bytes_ += value.size();
        append_text(made_, value);
    }

    std::string made_;
    std::size_t bytes_ = 0;
    bool good_ = true;
};

inline void write_metadata(property_writer& out, const metadata& from) {
    out.text(property_id::content_type, from.content_type);
    out.text(property_id::response_topic, from.reply_address);
    out.bytes(property_id::correlation_data, from.correlation_id);
    out.user(user_property::message_name, from.message_name);
    out.user(user_property::message_id, from.message_id);
    if (from.time) out.user(user_property::time, asyncapi::detail::to_timestamp(*from.time));
    out.user(user_property::traceparent, from.trace.traceparent);
    out.user(user_property::tracestate, from.trace.tracestate);
    for (const auto& [name, value] : from.headers) out.header(name, value);
}

/// \param expires_in  from 0 to what 32 bits hold
/// \return as a PUBLISH has them, without their length, what expires last; `malformed`, or
/// `too_large` above
///         `max_header_bytes`
inline result<std::string> to_properties(const outbound& message, std::size_t max_header_bytes,
                                         std::optional<std::chrono::milliseconds> expires_in = {}) {
    property_writer out;
    // Absent it means bytes without a known meaning, which is what a foreign peer sends as well.
    out.byte(property_id::payload_format_indicator, message.binary ? 0 : 1);
    write_metadata(out, *message.metadata);
    if (out.size() > max_header_bytes) return error{errc::too_large, "metadata"};
    if (expires_in) {
        out.u32(property_id::message_expiry_interval,
                static_cast<std::uint32_t>(
                    std::chrono::ceil<std::chrono::seconds>(*expires_in).count()));
    }
    return out.finish();
}

/// What the properties of a message that arrived say.
struct said_properties {
    asyncapi::metadata metadata;
    bool binary = false;
    bool too_large = false;  ///< the metadata, of which some are left out then
    std::vector<std::uint64_t> subscriptions;
};

inline std::string decode_header(std::string_view text) {
    auto decoded = asyncapi::detail::percent_decoded(text);
    return asyncapi::detail::is_utf8(decoded) ? decoded : std::string{text};
}

inline void take_user_property(metadata& into, std::string_view name, std::string_view value) {
    using namespace user_property;
    if (name == message_name) {
        into.message_name = value;
    } else if (name == message_id) {
        into.message_id = value;
    } else if (name == user_property::time) {
        into.time = asyncapi::detail::from_timestamp(value);
    } else if (name == traceparent) {
        into.trace.traceparent = value;
    } else if (name == tracestate) {
        into.trace.tracestate = value;
    } else if (name.starts_with(encoded)) {
        into.headers.set(decode_header(name.substr(encoded.size())), decode_header(value));
    } else {
        into.headers.set(name, value);
    }
}

inline bool is_metadata(std::uint32_t property) {
    return property == property_id::content_type || property == property_id::response_topic ||
           property == property_id::correlation_data || property == property_id::user_property;
}

/// \param from              the properties of a PUBLISH, checked
/// \param max_header_bytes  as `to_properties` counts them
inline said_properties read_properties(std::string_view from, std::size_t max_header_bytes) {
    said_properties read;
    std::size_t bytes = 0;
    take_properties(from, [&](const property& each) {
        if (is_metadata(each.id)) bytes += each.text.size() + each.value.size();
        read.too_large = bytes > max_header_bytes;
        if (read.too_large && is_metadata(each.id)) return;
        switch (each.id) {
            case property_id::payload_format_indicator:
                read.binary = each.number == 0;
                break;
            case property_id::content_type:
                read.metadata.content_type = each.text;
                break;
            case property_id::response_topic:
                read.metadata.reply_address = each.text;
                break;
            case property_id::correlation_data:
                read.metadata.correlation_id = each.text;
                break;
            case property_id::subscription_identifier:
                read.subscriptions.push_back(each.number);
                break;
            case property_id::user_property:
                take_user_property(read.metadata, each.text, each.value);
                break;
            default:
                break;
        }
    });
    return read;
}

}  // namespace asyncapi::mqtt::detail
