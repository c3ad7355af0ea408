#pragma once

#include <asyncapi/error.hpp>
#include <asyncapi/transports/mqtt/detail/answers.hpp>

#include <mqtt/message.h>

#include <cstddef>
#include <cstdint>
#include <string>

namespace asyncapi::mqtt::detail {

/// Who uses a connection.
class connection_owner {
public:
    virtual void on_connection_open(const connack& said) = 0;
    /// Once, and nothing after it.
    virtual void on_connection_end(const error& why) = 0;
    /// \param packet_id  what to settle it with; 0: nothing waits for that
    virtual void on_message(const ::mqtt::const_message_ptr& message, std::uint16_t packet_id) = 0;
    /// So many messages without confirmation have left.
    virtual void on_flushed(std::size_t count) = 0;
    /// The broker answered a message.
    virtual void on_published(const answer& said) = 0;
    /// The broker answered `ask_for` and `leave`.
    virtual void on_subscribed(const std::string& filter, const answer& said) = 0;
    virtual void on_unsubscribed(const std::string& filter) = 0;
    /// Whether there is room for what the broker sends.
    virtual bool has_room(std::size_t on_their_way, std::size_t bytes) const = 0;

protected:
    ~connection_owner() = default;
};

}  // namespace asyncapi::mqtt::detail
