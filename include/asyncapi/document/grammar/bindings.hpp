#pragma once

#include <asyncapi/document/grammar/bindings/amqp.hpp>
#include <asyncapi/document/grammar/bindings/amqp1.hpp>
#include <asyncapi/document/grammar/bindings/anypointmq.hpp>
#include <asyncapi/document/grammar/bindings/googlepubsub.hpp>
#include <asyncapi/document/grammar/bindings/http.hpp>
#include <asyncapi/document/grammar/bindings/ibmmq.hpp>
#include <asyncapi/document/grammar/bindings/jms.hpp>
#include <asyncapi/document/grammar/bindings/kafka.hpp>
#include <asyncapi/document/grammar/bindings/mercure.hpp>
#include <asyncapi/document/grammar/bindings/mqtt.hpp>
#include <asyncapi/document/grammar/bindings/mqtt5.hpp>
#include <asyncapi/document/grammar/bindings/nats.hpp>
#include <asyncapi/document/grammar/bindings/pulsar.hpp>
#include <asyncapi/document/grammar/bindings/redis.hpp>
#include <asyncapi/document/grammar/bindings/ros2.hpp>
#include <asyncapi/document/grammar/bindings/sns.hpp>
#include <asyncapi/document/grammar/bindings/solace.hpp>
#include <asyncapi/document/grammar/bindings/sqs.hpp>
#include <asyncapi/document/grammar/bindings/stomp.hpp>
#include <asyncapi/document/grammar/bindings/ws.hpp>
#include <asyncapi/document/grammar/shape.hpp>

#include <algorithm>
#include <array>
#include <string_view>

namespace asyncapi::grammar {

/// What a Bindings Object may name. Each is let pass in every version of AsyncAPI: bindings have
/// versions of their own, and the specification's list only says which there were by then.
inline constexpr std::array protocols{
    &amqp,  &amqp1, &anypointmq, &googlepubsub, &http, &ibmmq, &jms,    &kafka, &mercure, &mqtt,
    &mqtt5, &nats,  &pulsar,     &redis,        &ros2, &sns,   &solace, &sqs,   &stomp,   &ws};

inline const protocol* find_protocol(std::string_view name) {
    const auto found = std::ranges::find(protocols, name, &protocol::name);
    return found == protocols.end() ? nullptr : *found;
}

/// \return whether a `bindingVersion` is known
inline bool has_version(const protocol& of, std::string_view version) {
    return version == "latest" || std::ranges::find(of.versions, version) != of.versions.end();
}

}  // namespace asyncapi::grammar
