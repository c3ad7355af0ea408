#pragma once

#include <asyncapi/contract/protocol_names.hpp>
#include <asyncapi/document/model.hpp>

#include <utility>

namespace asyncapi::detail {

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
