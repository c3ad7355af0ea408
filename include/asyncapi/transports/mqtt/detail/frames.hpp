#pragma once

#include <asyncapi/error.hpp>
#include <asyncapi/result.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace asyncapi::mqtt::detail {

/// \see MQTT 5 section 2.1.2
enum class packet : std::uint8_t {
    connect = 1,
    connack,
    publish,
    puback,
    pubrec,
    pubrel,
    pubcomp,
    subscribe,
    suback,
    unsubscribe,
    unsuback,
    pingreq,
    pingresp,
    disconnect,
    auth,
};

/// One packet; the views are into what was fed.
struct frame {
    packet type = packet::connect;
    std::uint8_t flags = 0;
    std::string_view whole;
    std::string_view body;  ///< without the fixed header

    int qos() const noexcept { return (flags >> 1U) & 3; }
};

/// \return the number in two bytes, taken off the front
inline std::optional<std::uint16_t> take_u16(std::string_view& from) {
    if (from.size() < 2) return {};
    const auto high = static_cast<unsigned char>(from[0]);
    const auto low = static_cast<unsigned char>(from[1]);
    from.remove_prefix(2);
    return static_cast<std::uint16_t>(high << 8U | low);
}

/// \return the text that its length in two bytes precedes, taken off the front
inline std::optional<std::string_view> take_text(std::string_view& from) {
    const auto length = take_u16(from);
    if (!length || from.size() < *length) return {};
    const auto text = from.substr(0, *length);
    from.remove_prefix(*length);
    return text;
}

/// \see MQTT 5 section 1.5.5
struct variable_integer {
    std::uint32_t value = 0;
    std::size_t bytes = 0;  ///< 0: more bytes are needed; 5: it is too long
};
inline variable_integer read_variable_integer(std::string_view from) {
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < 4; ++i) {
        if (i == from.size()) return {};
        const auto byte = static_cast<unsigned char>(from[i]);
        value |= static_cast<std::uint32_t>(byte & 0x7FU) << (7 * i);
        if ((byte & 0x80U) == 0) return {value, i + 1};
    }
    return {0, 5};
}

/// The largest that a packet's length can be, and any other such integer.
inline constexpr std::size_t largest_variable_integer = 268'435'455;

constexpr std::size_t variable_integer_bytes(std::size_t value) {
    std::size_t bytes = 1;
    for (; value > 127; value >>= 7U) ++bytes;
    return bytes;
}

inline void append_variable_integer(std::string& to, std::size_t value) {
    for (; value > 127; value >>= 7U) to += static_cast<char>((value & 0x7FU) | 0x80U);
    to += static_cast<char>(value);
}

inline void append_u16(std::string& to, std::size_t value) {
    to += static_cast<char>(value >> 8U & 0xFFU);
    to += static_cast<char>(value & 0xFFU);
}

inline void append_text(std::string& to, std::string_view text) {
    append_u16(to, text.size());
    to += text;
}

/// Takes a stream of bytes apart into packets.
class frame_reader {
public:
    explicit frame_reader(std::size_t max_bytes) : max_{max_bytes} {}

    /// Calls `on_frame(const frame&)` for each packet that is complete, until it returns false.
    ///
    /// \return `protocol_error` for what is no packet, `too_large` for one above the limit
    template <class F>
    result<void> feed(std::string_view bytes, F&& on_frame) {
        if (!partial_.empty()) {
            // As much as completes the packet; what follows needs no copy.
            while (!bytes.empty()) {
                const auto header = measure(partial_);
                if (!header) return header.error();
                const auto wanted = *header == 0 ? partial_.size() + 1 : *header;
                const auto more = std::min(wanted - partial_.size(), bytes.size());
                partial_.append(bytes.substr(0, more));
                bytes.remove_prefix(more);
                const auto complete = measure(partial_);
                if (!complete) return complete.error();
                if (*complete == 0 || partial_.size() < *complete) continue;
                const auto whole = std::exchange(partial_, {});
                if (!on_frame(take_apart(whole))) return {};
                break;
            }
        }
        while (!bytes.empty()) {
            const auto size = measure(bytes);
            if (!size) return size.error();
            if (*size == 0 || bytes.size() < *size) break;
            const auto whole = bytes.substr(0, *size);
            bytes.remove_prefix(*size);
            if (!on_frame(take_apart(whole))) return {};
        }
        partial_.append(bytes);
        return {};
    }

private:
    /// \return the size of the packet that starts here; 0 when too little of it is there to know
    result<std::size_t> measure(std::string_view bytes) const {
        if (bytes.empty()) return std::size_t{0};
        const auto type = static_cast<unsigned char>(bytes[0]) >> 4U;
        const auto flags = static_cast<unsigned char>(bytes[0]) & 0x0FU;
        const bool fixed = type != static_cast<unsigned>(packet::publish);
        const unsigned wanted = type == static_cast<unsigned>(packet::pubrel) ||
                                        type == static_cast<unsigned>(packet::subscribe) ||
                                        type == static_cast<unsigned>(packet::unsubscribe)
                                    ? 2
                                    : 0;
        if (type == 0 || (fixed ? flags != wanted : (flags & 6U) == 6U))
            return error{errc::protocol_error, "this is no MQTT packet"};
        const auto length = read_variable_integer(bytes.substr(1));
        if (length.bytes == 5) return error{errc::protocol_error, "a packet's length has no end"};
        if (length.bytes == 0) return std::size_t{0};
        const auto size = 1 + length.bytes + length.value;
        if (size > max_)
            return error{errc::too_large, "a packet of " + std::to_string(size) + " bytes"};
        return size;
    }

    static frame take_apart(std::string_view whole) {
        const auto first = static_cast<unsigned char>(whole[0]);
        const auto length = read_variable_integer(whole.substr(1));
        return {static_cast<packet>(first >> 4U), static_cast<std::uint8_t>(first & 0x0FU), whole,
                whole.substr(1 + length.bytes)};
    }

    std::size_t max_;
    std::string partial_;
};

}  // namespace asyncapi::mqtt::detail
