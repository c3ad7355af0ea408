#pragma once

#include <MQTTAsync.h>

namespace asyncapi::mqtt::detail {

/// Sets up Paho's allocator for as long as the process lives; to be called before anything is made
/// that has properties.
///
/// Paho C 1.3 does so with its first client, and with its last one forgets what is allocated. Lists
/// of properties that were made before or outlive that cannot be freed, and are written out of
/// bounds when an eleventh is added. So one client that never connects stays.
inline void keep_paho_heap() {
    static const MQTTAsync kept = [] {
        MQTTAsync made = nullptr;
        MQTTAsync_create(&made, "tcp://127.0.0.1:1", "asyncapi", MQTTCLIENT_PERSISTENCE_NONE,
                         nullptr);
        return made;
    }();
    static_cast<void>(kept);
}

}  // namespace asyncapi::mqtt::detail
