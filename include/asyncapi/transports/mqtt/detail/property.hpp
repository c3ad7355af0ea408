#pragma once

#include <asyncapi/transports/mqtt/detail/frames.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace asyncapi::mqtt::detail {

/// Those that messages have.
///
/// \see MQTT 5 section 2.2.2.2
namespace property_id {
inline constexpr std::uint32_t payload_format_indicator = 0x01;
inline constexpr std::uint32_t message_expiry_interval = 0x02;
inline constexpr std::uint32_t content_type = 0x03;
inline constexpr std::uint32_t response_topic = 0x08;
inline constexpr std::uint32_t correlation_data = 0x09;
inline constexpr std::uint32_t subscription_identifier = 0x0B;
inline constexpr std::uint32_t topic_alias = 0x23;
inline constexpr std::uint32_t user_property = 0x26;
}  // namespace property_id

/// One property of a packet.
struct property {
    std::uint32_t id = 0;
    std::uint32_t number = 0;
    std::string_view text;   ///< of a User Property its name
    std::string_view value;  ///< of a User Property
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
        property read{id.value, 0, {}, {}};
        if (id.value == property_id::subscription_identifier) {
            read.number = read_variable_integer(raw).value;
        } else if (*bytes <= 4) {
            for (const char c : raw)
                read.number = read.number << 8U | static_cast<unsigned char>(c);
        }
        if (const auto text = take_text(raw)) read.text = *text;
        if (const auto value = take_text(raw)) read.value = *value;
        on_property(read);
    }
    return true;
}

inline bool take_no_properties(std::string_view& from) {
    return take_properties(from, [](const property&) {});
}

}  // namespace asyncapi::mqtt::detail
