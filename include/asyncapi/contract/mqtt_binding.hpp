#pragma once

#include <asyncapi/detail/lower_case.hpp>
#include <asyncapi/document/model.hpp>

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>

namespace asyncapi::detail {

inline bool is_mqtt(std::string_view protocol) {
    static constexpr std::array<std::string_view, 4> names{"mqtt", "mqtts", "secure-mqtt", "mqtt5"};
    return std::ranges::find(names, lower_case(std::string{protocol})) != names.end();
}

/// The MQTT binding of a message, where its channel is on MQTT servers and on no others.
///
/// \return an empty value where there is none
inline document_value mqtt_binding(const document_model& model, const channel_model& channel,
                                   const message_model& message) {
    bool any = false;
    for (const auto& each : model.servers()) {
        if (!channel.is_on(each.name)) continue;
        if (!is_mqtt(each.protocol)) return {};
        any = true;
    }
    const auto at = message.bindings.member("mqtt");
    if (!any || !at) return {};
    auto target = model.from().resolve(at);
    return target ? *std::move(target) : document_value{};
}

}  // namespace asyncapi::detail
