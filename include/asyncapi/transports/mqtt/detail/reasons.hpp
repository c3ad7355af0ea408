#pragma once

#include <asyncapi/error.hpp>
#include <asyncapi/transports/mqtt/options.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <string>
#include <string_view>

namespace asyncapi::mqtt::detail {

/// \see MQTT 5 section 2.4
struct reason_meaning {
    std::uint8_t reason;
    errc code;
    const char* text;
};

inline constexpr reason_meaning reasons[] = {
    {0x80, errc::rejected, "unspecified error"},
    {0x81, errc::protocol_error, "malformed packet"},
    {0x82, errc::protocol_error, "protocol error"},
    {0x83, errc::rejected, "implementation specific error"},
    {0x84, errc::unsupported, "unsupported protocol version"},
    {0x85, errc::unauthorized, "client identifier not valid"},
    {0x86, errc::unauthorized, "bad user name or password"},
    {0x87, errc::unauthorized, "not authorized"},
    {0x88, errc::not_connected, "server unavailable"},
    {0x89, errc::not_connected, "server busy"},
    {0x8A, errc::unauthorized, "banned"},
    {0x8B, errc::not_connected, "server shutting down"},
    {0x8C, errc::unauthorized, "bad authentication method"},
    {0x8D, errc::not_connected, "keep alive timeout"},
    {0x8E, errc::not_connected, "session taken over by another client of the same id"},
    {0x8F, errc::invalid_address, "topic filter invalid"},
    {0x90, errc::invalid_address, "topic name invalid"},
    {0x91, errc::protocol_error, "packet identifier in use"},
    {0x92, errc::protocol_error, "packet identifier not found"},
    {0x93, errc::protocol_error, "receive maximum exceeded"},
    {0x94, errc::protocol_error, "topic alias invalid"},
    {0x95, errc::too_large, "packet too large"},
    {0x96, errc::rejected, "message rate too high"},
    {0x97, errc::rejected, "quota exceeded"},
    {0x98, errc::not_connected, "administrative action"},
    {0x99, errc::malformed, "payload format invalid"},
    {0x9A, errc::unsupported, "retain not supported"},
    {0x9B, errc::unsupported, "QoS not supported"},
    {0x9C, errc::not_connected, "use another server"},
    {0x9D, errc::not_connected, "server moved"},
    {0x9E, errc::unsupported, "shared subscriptions not supported"},
    {0x9F, errc::rejected, "connection rate exceeded"},
    {0xA0, errc::not_connected, "maximum connect time"},
    {0xA1, errc::unsupported, "subscription identifiers not supported"},
    {0xA2, errc::unsupported, "wildcard subscriptions not supported"},
};

/// \see MQTT 3.1.1 section 3.2.2.3
inline constexpr reason_meaning return_codes[] = {
    {1, errc::unsupported, "unacceptable protocol version"},
    {2, errc::unauthorized, "client identifier rejected"},
    {3, errc::not_connected, "server unavailable"},
    {4, errc::unauthorized, "bad user name or password"},
    {5, errc::unauthorized, "not authorized"},
};

/// \param what  what the broker refused, e.g. `the connection`
/// \param why   the broker's own words, if any
inline error refusal(std::uint8_t reason, std::string_view what, std::string_view why) {
    const auto make = [&](errc code, std::string_view meaning) {
        auto text = std::string{what} + ": " + std::string{meaning};
        if (!why.empty()) text += " (" + std::string{why} + ")";
        return error{code, text};
    };
    for (const auto& each : reasons)
        if (each.reason == reason) return make(each.code, each.text);
    for (const auto& each : return_codes)
        if (each.reason == reason) return make(each.code, each.text);
    return make(errc::rejected, "reason " + std::to_string(reason));
}

/// \param granted  what the broker makes of a subscription's quality of service
inline error less_granted(std::uint8_t granted, qos wanted) {
    return {errc::unsupported, "the subscription: the broker delivers at QoS " +
                                   std::to_string(granted) + ", not " +
                                   std::to_string(static_cast<int>(wanted))};
}

/// \param why  how the broker ended the connection the last time
inline error ended_for(std::string_view address, std::size_t times, const error& why) {
    // What these say of a connection they say of the message; the rest is another's doing.
    static constexpr errc telling[] = {errc::invalid_address, errc::too_large, errc::malformed,
                                       errc::unauthorized, errc::unsupported};
    const auto* const said = std::ranges::find_if(telling, [&](errc each) { return why == each; });
    return {said == std::end(telling) ? errc::rejected : *said,
            "the broker ended the connection " + std::to_string(times) +
                " times for this message (" + why.detail() + "), sent to " + std::string{address}};
}

}  // namespace asyncapi::mqtt::detail
