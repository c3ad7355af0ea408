#pragma once

#include <asyncapi/transports/mqtt/detail/frames.hpp>
#include <asyncapi/transports/mqtt/options.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace asyncapi::mqtt::detail {

/// SUBSCRIBE for one filter.
///
/// \param identifier  MQTT 5: names the subscription in what it brings; 0: none
///
/// \see MQTT 5 section 3.8
inline std::string subscribe_packet(std::uint16_t packet_id, std::string_view filter, qos at,
                                    std::uint64_t identifier, version as) {
    auto options = static_cast<unsigned>(at);
    std::string body;
    append_u16(body, packet_id);
    if (as == version::v5) {
        std::string properties;
        if (identifier != 0) {
            properties += '\x0B';
            append_variable_integer(properties, identifier);
        }
        append_variable_integer(body, properties.size());
        body += properties;
        // What was retained comes with a new subscription, not with one that is renewed.
        if (!filter.starts_with("$share/")) options |= 0x10U;
    }
    append_text(body, filter);
    body += static_cast<char>(options);
    std::string whole{'\x82'};
    append_variable_integer(whole, body.size());
    return whole += body;
}

/// UNSUBSCRIBE for one filter.
///
/// \see MQTT 5 section 3.10
inline std::string unsubscribe_packet(std::uint16_t packet_id, std::string_view filter,
                                      version as) {
    std::string body;
    append_u16(body, packet_id);
    if (as == version::v5) body += '\0';  // no properties
    append_text(body, filter);
    std::string whole{'\xA2'};
    append_variable_integer(whole, body.size());
    return whole += body;
}

}  // namespace asyncapi::mqtt::detail
