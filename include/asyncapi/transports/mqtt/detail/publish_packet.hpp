#pragma once

#include <asyncapi/detail/utf8.hpp>
#include <asyncapi/transports/mqtt/detail/frames.hpp>
#include <asyncapi/transports/mqtt/detail/property.hpp>
#include <asyncapi/transports/mqtt/detail/topic_aliases.hpp>
#include <asyncapi/transports/mqtt/options.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace asyncapi::mqtt::detail {

/// What a PUBLISH says; the views are into the packet.
struct publication {
    std::string_view topic;
    std::string_view properties;  ///< MQTT 5: as `take_properties` reads them
    std::string_view payload;
    int qos = 0;
    bool retained = false;
    bool repeated = false;
    std::uint16_t id = 0;  ///< 0 where its quality of service has none
};

/// \return nothing for a broken one
///
/// \see MQTT 5 section 3.3
inline std::optional<publication> read_publish(const frame& from, version as) {
    publication read;
    auto body = from.body;
    const auto topic = take_text(body);
    // No alias was offered, so each has its topic.
    if (!topic || topic->empty() || !asyncapi::detail::is_utf8(*topic)) return {};
    if (topic->find('\0') != std::string_view::npos) return {};
    read.topic = *topic;
    read.qos = from.qos();
    read.retained = (from.flags & 1U) != 0;
    read.repeated = (from.flags & 8U) != 0;
    if (read.qos > 0) {
        const auto id = take_u16(body);
        if (!id || *id == 0) return {};
        read.id = *id;
    }
    if (as == version::v5) {
        read.properties = body;
        if (!take_no_properties(body)) return {};
        read.properties.remove_suffix(body.size());
    }
    read.payload = body;
    return read;
}

/// A PUBLISH that is to be sent: its bytes are made once, its packet id is filled in later.
class publish_packet {
public:
    struct parts {
        std::string_view topic;
        std::string_view properties = {};  ///< MQTT 5: without their length
        /// Where in `properties` the seconds of a Message Expiry Interval are; 0: nowhere.
        std::size_t expiry_at = 0;
        std::string_view envelope = {};  ///< goes before the payload
        std::string_view payload = {};
        mqtt::qos qos = mqtt::qos::at_least_once;
        bool retain = false;
    };

    publish_packet(const parts& of, version as) : qos_{static_cast<int>(of.qos)} {
        const bool five = as == version::v5;
        const auto length = body_bytes(of, as);
        bytes_.reserve(1 + variable_integer_bytes(length) + length);
        bytes_ +=
            static_cast<char>(0x30U | static_cast<unsigned>(qos_) << 1U | (of.retain ? 1U : 0U));
        append_variable_integer(bytes_, length);
        topic_at_ = bytes_.size() + 2;
        topic_bytes_ = of.topic.size();
        append_text(bytes_, of.topic);
        if (qos_ > 0) append_u16(bytes_, 0);
        properties_at_ = bytes_.size();
        if (five) {
            append_variable_integer(bytes_, of.properties.size());
            if (of.expiry_at != 0) expiry_at_ = bytes_.size() + of.expiry_at;
            bytes_ += of.properties;
        }
        bytes_ += of.envelope;
        bytes_ += of.payload;
    }

    /// How long the packet of these is, without its fixed header.
    static std::size_t body_bytes(const parts& of, version as) {
        auto bytes = 2 + of.topic.size() + of.envelope.size() + of.payload.size();
        if (of.qos != mqtt::qos::at_most_once) bytes += 2;
        if (as == version::v5)
            bytes += variable_integer_bytes(of.properties.size()) + of.properties.size();
        return bytes;
    }

    std::string_view bytes() const noexcept { return bytes_; }
    std::string_view topic() const noexcept { return bytes().substr(topic_at_, topic_bytes_); }
    int qos() const noexcept { return qos_; }
    bool retained() const noexcept { return (static_cast<unsigned char>(bytes_[0]) & 1U) != 0; }

    /// \param again  whether the broker may have it already, under this id
    void mark(std::uint16_t id, bool again) {
        const auto at = topic_at_ + topic_bytes_;
        bytes_[at] = static_cast<char>(id >> 8U);
        bytes_[at + 1] = static_cast<char>(id & 0xFFU);
        const auto first = static_cast<unsigned char>(bytes_[0]);
        bytes_[0] = static_cast<char>(again ? first | 8U : first & ~8U);
    }

    /// MQTT 5: how much is left of the Message Expiry Interval, if it has one.
    void expire_in(std::chrono::seconds left) {
        if (expiry_at_ == 0) return;
        const auto seconds = static_cast<std::uint32_t>(left.count());
        for (std::size_t i = 0; i < 4; ++i)
            bytes_[expiry_at_ + i] = static_cast<char>(seconds >> (24U - 8U * i) & 0xFFU);
    }

    /// MQTT 5: the packet with a number for its topic, and without the topic where the broker knows
    /// which that is.
    void append_aliased(std::string& to, topic_aliases::alias topic) const {
        const auto properties = read_variable_integer(bytes().substr(properties_at_));
        const auto rest = bytes().substr(properties_at_ + properties.bytes);
        const auto size = properties.value + topic_aliases::property_bytes;
        const auto id_bytes = qos_ > 0 ? 2U : 0U;
        const auto named = topic.known ? std::string_view{} : this->topic();
        to += bytes_[0];
        append_variable_integer(to, 2 + named.size() + id_bytes + variable_integer_bytes(size) +
                                        topic_aliases::property_bytes + rest.size());
        append_text(to, named);
        to += bytes().substr(topic_at_ + topic_bytes_, id_bytes);
        append_variable_integer(to, size);
        to += static_cast<char>(property_id::topic_alias);
        append_u16(to, topic.number);
        to += rest;
    }

    /// By how much a number makes a packet longer at most: its property, and lengths that grow.
    static constexpr std::size_t most_for_alias = topic_aliases::property_bytes + 2;

private:
    std::string bytes_;
    std::size_t topic_at_ = 0;
    std::size_t topic_bytes_ = 0;
    std::size_t properties_at_ = 0;  // their length
    std::size_t expiry_at_ = 0;
    int qos_;
};

}  // namespace asyncapi::mqtt::detail
