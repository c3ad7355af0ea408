#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

// MQTT packets, well-formed or not, as a broker sends them.
namespace testing_mqtt {

/// Bytes given as numbers.
template <class... Bytes>
std::string bytes(Bytes... each) {
    return {static_cast<char>(each)...};
}

inline std::string u16(std::size_t value) {
    return bytes(value >> 8U, value & 0xFFU);
}
inline std::string u32(std::size_t value) {
    return u16(value >> 16U) + u16(value & 0xFFFFU);
}
inline std::string text(std::string_view value) {
    return u16(value.size()) + std::string{value};
}

inline std::string variable_integer(std::size_t value) {
    std::string made;
    do {
        const auto more = value > 127 ? 0x80U : 0U;
        made += static_cast<char>((value & 0x7FU) | more);
        value >>= 7U;
    } while (value > 0);
    return made;
}

/// \param first  type and flags
inline std::string packet(unsigned first, std::string_view body = {}) {
    return bytes(first) + variable_integer(body.size()) + std::string{body};
}

inline std::string properties(std::string_view each = {}) {
    return variable_integer(each.size()) + std::string{each};
}

/// MQTT 5.
inline std::string connack(unsigned reason = 0, std::string_view about = {},
                           bool session_present = false) {
    return packet(0x20, bytes(session_present ? 1 : 0, reason) + properties(about));
}
inline std::string connack_3_1_1(unsigned code = 0, bool session_present = false) {
    return packet(0x20, bytes(session_present ? 1 : 0, code));
}

struct publication {
    std::string topic = "orders";
    std::string payload = "x";
    int qos = 0;
    std::size_t id = 0;
    std::string properties = {};
    bool five = true;
    bool duplicate = false;
    bool retained = false;
};
inline std::string publish(const publication& what) {
    auto body = text(what.topic);
    if (what.qos > 0) body += u16(what.id);
    if (what.five) body += properties(what.properties);
    const auto first = 0x30U | static_cast<unsigned>(what.qos) << 1U | (what.duplicate ? 8U : 0U) |
                       (what.retained ? 1U : 0U);
    return packet(first, body + what.payload);
}

}  // namespace testing_mqtt
