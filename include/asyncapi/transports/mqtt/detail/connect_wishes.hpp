#pragma once

#include <asyncapi/transport.hpp>
#include <asyncapi/transports/mqtt/detail/address_filters.hpp>
#include <asyncapi/transports/mqtt/detail/encoding.hpp>
#include <asyncapi/transports/mqtt/detail/packet_bounds.hpp>
#include <asyncapi/transports/mqtt/detail/topics.hpp>
#include <asyncapi/transports/mqtt/options.hpp>

#include <mqtt/connect_options.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace asyncapi::mqtt::detail {

using paho_property = ::mqtt::property;

inline ::mqtt::properties session_properties(const client_options& options) {
    ::mqtt::properties made;
    const auto add = [&made](paho_property::code code, auto value) {
        made.add({code, static_cast<std::int32_t>(value)});
    };
    add(paho_property::SESSION_EXPIRY_INTERVAL,
        std::min<std::int64_t>(options.session_expiry.count(), 4'294'967'295));
    add(paho_property::RECEIVE_MAXIMUM,
        std::min<std::size_t>(65'535, options.limits.max_held_messages));
    add(paho_property::MAXIMUM_PACKET_SIZE,
        std::min<std::size_t>(268'435'460, max_packet_bytes(options.limits)));
    return made;
}

/// \param from  checked
inline ::mqtt::properties to_paho(std::string_view from) {
    ::mqtt::properties made;
    take_properties(from, [&made](const property& each) {
        const auto code = static_cast<paho_property::code>(each.id);
        if (code == paho_property::USER_PROPERTY) {
            made.add({code, std::string{each.text}, std::string{each.value}});
        } else if (each.text.data() != nullptr) {
            made.add({code, std::string{each.text}});
        } else {
            made.add({code, static_cast<std::int32_t>(each.number)});
        }
    });
    return made;
}

/// \return views into the packet, which is marked with some id
inline publication read_back(publish_packet& made, version as) {
    if (made.qos() > 0) made.mark(1, false);
    publication said;
    static_cast<void>(frame_reader{made.bytes().size()}.feed(made.bytes(), [&](const frame& each) {
        said = read_publish(each, as).value_or(publication{});
        return true;
    }));
    return said;
}

inline result<publish_packet> encode_will(const client_options& options, std::string_view copy) {
    const auto& will = *options.will;
    const outbound message{
        .address = will.address, .payload = will.payload, .metadata = &will.metadata};
    address_filters bare;
    for (const auto& each : options.bare) bare.add(each);
    return encode(message, {will.qos, will.retain, bare.match(will.address)}, options, copy);
}

/// \return why a broker could not get the last will, if there is one
///
/// \see MQTT 5 section 3.1.3.4: its payload has a length in two bytes
inline result<void> check_will(const client_options& options, std::string_view copy) {
    if (!options.will) return {};
    const auto wrong = [](const error& why) {
        return error{why.code(), "the last will: " + why.detail()};
    };
    const auto& will = *options.will;
    if (auto good = check_topic(will.address); !good) return wrong(good.error());
    if (!asyncapi::detail::is_utf8(will.payload))
        return wrong({errc::malformed, "its payload is no text"});
    auto made = encode_will(options, copy);
    if (!made) return wrong(made.error());
    if (read_back(*made, options.version).payload.size() > 65'535)
        return wrong({errc::too_large, "65,535 bytes with what goes before its payload"});
    return {};
}

/// \param options  whose last will `check_will` accepts
inline void add_will(::mqtt::connect_options& to, const client_options& options,
                     std::string_view copy) {
    const auto& will = *options.will;
    auto made = encode_will(options, copy);
    if (!made) return;
    const auto said = read_back(*made, options.version);
    ::mqtt::will_options wanted{std::string{said.topic}, said.payload.data(), said.payload.size(),
                                said.qos, said.retained};
    if (options.version == version::v5) {
        auto properties = to_paho(said.properties);
        if (will.delay.count() > 0)
            properties.add({paho_property::WILL_DELAY_INTERVAL,
                            static_cast<std::int32_t>(will.delay.count())});
        wanted.set_properties(std::move(properties));
    }
    to.set_will(std::move(wanted));
}

/// What Paho is to ask the broker for.
///
/// In one place from the beginning: a copy points to the properties of what it was copied from.
/// \param clean  without what the broker still has of this client id
/// \param copy   names the last will, as `encode` has it
inline std::unique_ptr<::mqtt::connect_options> make_wishes(const client_options& options,
                                                            const login& who, bool clean,
                                                            std::string_view copy) {
    auto made = std::make_unique<::mqtt::connect_options>();
    const bool five = options.version == version::v5;
    made->set_mqtt_version(five ? MQTTVERSION_5 : MQTTVERSION_3_1_1);
    made->set_automatic_reconnect(false);
    made->set_keep_alive_interval(options.times.keep_alive);
    // The connection's own timer ends it first, and says why.
    made->set_connect_timeout(
        std::chrono::ceil<std::chrono::seconds>(options.times.connect_timeout) +
        std::chrono::seconds{5});
    if (five) {
        made->set_clean_start(clean);
        made->set_properties(session_properties(options));
    } else {
        made->set_clean_session(clean);
    }
    if (!who.user_name.empty()) made->set_user_name(who.user_name);
    if (!who.password.empty()) made->set_password(who.password);
    if (options.will) add_will(*made, options, copy);
    return made;
}

}  // namespace asyncapi::mqtt::detail
