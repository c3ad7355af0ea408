#pragma once

#include <asyncapi/transports/mqtt/detail/answers.hpp>
#include <asyncapi/transports/mqtt/detail/frames.hpp>
#include <asyncapi/transports/mqtt/detail/publish_packet.hpp>
#include <asyncapi/transports/mqtt/detail/topic_aliases.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>

namespace asyncapi::mqtt::detail {

/// Messages as they go over one connection: with a number for the topic where the broker takes it.
class aliased_packets {
public:
    /// \param most  aliases that this side wants
    void allow(const broker_offer& offer, std::uint16_t most) {
        max_packet_bytes_ = offer.max_packet_bytes;
        aliases_.allow(std::min(offer.max_topic_alias, most));
    }

    /// \return valid until the next call, and as long as the message
    std::string_view bytes_of(const publish_packet& message) {
        const auto longest = message.bytes().size() + publish_packet::most_for_alias;
        if (longest > max_packet_bytes_ || longest > largest_variable_integer)
            return message.bytes();
        const auto alias = aliases_.of(message.topic());
        if (!alias) return message.bytes();
        latest_.clear();
        message.append_aliased(latest_, *alias);
        return latest_;
    }

private:
    std::size_t max_packet_bytes_ = std::numeric_limits<std::size_t>::max();
    topic_aliases aliases_;
    std::string latest_;  // its memory is used again
};

}  // namespace asyncapi::mqtt::detail
