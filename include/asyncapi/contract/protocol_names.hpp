#pragma once

#include <asyncapi/detail/lower_case.hpp>

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

namespace asyncapi::detail {

/// Whether a server's `protocol` is MQTT, of any version, encrypted or not.
inline bool is_mqtt(std::string_view protocol) {
    static constexpr std::array<std::string_view, 4> names{"mqtt", "mqtts", "secure-mqtt", "mqtt5"};
    return std::ranges::find(names, lower_case(std::string{protocol})) != names.end();
}

}  // namespace asyncapi::detail
