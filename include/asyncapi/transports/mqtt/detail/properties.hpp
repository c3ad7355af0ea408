#pragma once

#include <asyncapi/detail/percent.hpp>
#include <asyncapi/detail/timestamp.hpp>
#include <asyncapi/metadata.hpp>
#include <asyncapi/result.hpp>
#include <asyncapi/transport.hpp>
#include <asyncapi/transports/detail/utf8.hpp>
#include <asyncapi/transports/mqtt/detail/paho_heap.hpp>

#include <mqtt/properties.h>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace asyncapi::mqtt::detail {

using paho_property = ::mqtt::property;

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
    property_writer() { keep_paho_heap(); }

    void number(paho_property::code code, std::int32_t value) {
        made_.add(paho_property{code, value});
    }
    void text(paho_property::code code, const std::string& value) {
        if (value.empty()) return;
        good_ = good_ && is_mqtt_text(value);
        bytes_ += value.size();
        if (good_) made_.add(paho_property{code, value});
    }
    void bytes(paho_property::code code, const std::string& value) {
        if (value.empty()) return;
        good_ = good_ && value.size() <= 65'535;
        bytes_ += value.size();
        if (good_) made_.add(paho_property{code, value});
    }
    void user(std::string_view name, const std::string& value, bool even_empty = false) {
        if (value.empty() && !even_empty) return;
        good_ = good_ && is_mqtt_text(name) && is_mqtt_text(value);
        bytes_ += name.size() + value.size();
        if (good_) made_.add(paho_property{paho_property::USER_PROPERTY, std::string{name}, value});
    }
    void header(const std::string& name, const std::string& value) {
        good_ = good_ && asyncapi::detail::is_utf8(name) && asyncapi::detail::is_utf8(value);
        if (is_mqtt_text(name) && is_mqtt_text(value) && !is_reserved(name))
            return user(name, value, true);
        user(std::string{user_property::encoded} + asyncapi::detail::percent_encode(name),
             asyncapi::detail::percent_encode(value), true);
    }

    std::size_t size() const noexcept { return bytes_; }

    /// \return `malformed` for what is no text
    result<::mqtt::properties> finish() {
        if (!good_)
            return error{errc::malformed, "an address or metadata are no text that MQTT carries"};
        return std::move(made_);
    }

private:
    ::mqtt::properties made_;
    std::size_t bytes_ = 0;
    bool good_ = true;
};

inline void write_metadata(property_writer& out, const metadata& from) {
    out.text(paho_property::CONTENT_TYPE, from.content_type);
    out.text(paho_property::RESPONSE_TOPIC, from.reply_address);
    out.bytes(paho_property::CORRELATION_DATA, from.correlation_id);
    out.user(user_property::message_name, from.message_name);
    out.user(user_property::message_id, from.message_id);
    if (from.time) out.user(user_property::time, asyncapi::detail::to_timestamp(*from.time));
    out.user(user_property::traceparent, from.trace.traceparent);
    out.user(user_property::tracestate, from.trace.tracestate);
    for (const auto& [name, value] : from.headers) out.header(name, value);
}

/// \return `malformed`, or `too_large` above `max_header_bytes`
inline result<::mqtt::properties> to_properties(const outbound& message,
                                                std::size_t max_header_bytes) {
    property_writer out;
    // Absent it means bytes without a known meaning, which is what a foreign peer sends as well.
    out.number(paho_property::PAYLOAD_FORMAT_INDICATOR, message.binary ? 0 : 1);
    write_metadata(out, *message.metadata);
    if (out.size() > max_header_bytes) return error{errc::too_large, "metadata"};
    return out.finish();
}

/// What the properties of a message that arrived say.
struct said_properties {
    asyncapi::metadata metadata;
    bool binary = false;
    std::vector<std::uint64_t> subscriptions;
};

inline std::string_view view(const MQTTLenString& text) {
    return text.len > 0 ? std::string_view{text.data, static_cast<std::size_t>(text.len)}
                        : std::string_view{};
}

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

inline said_properties read_properties(const ::mqtt::properties& from) {
    said_properties read;
    const auto& all = from.c_struct();
    for (int i = 0; i < all.count; ++i) {
        const auto& each = all.array[i];
        const auto text = [&each] { return std::string{view(each.value.data)}; };
        switch (each.identifier) {
            case MQTTPROPERTY_CODE_PAYLOAD_FORMAT_INDICATOR:
                read.binary = each.value.byte == 0;
                break;
            case MQTTPROPERTY_CODE_CONTENT_TYPE:
                read.metadata.content_type = text();
                break;
            case MQTTPROPERTY_CODE_RESPONSE_TOPIC:
                read.metadata.reply_address = text();
                break;
            case MQTTPROPERTY_CODE_CORRELATION_DATA:
                read.metadata.correlation_id = text();
                break;
            case MQTTPROPERTY_CODE_SUBSCRIPTION_IDENTIFIER:
                read.subscriptions.push_back(each.value.integer4);
                break;
            case MQTTPROPERTY_CODE_USER_PROPERTY:
                take_user_property(read.metadata, view(each.value.data), view(each.value.value));
                break;
            default:
                break;
        }
    }
    return read;
}

}  // namespace asyncapi::mqtt::detail
