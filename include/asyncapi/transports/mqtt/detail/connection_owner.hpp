#pragma once

#include <asyncapi/error.hpp>
#include <asyncapi/transports/mqtt/detail/answers.hpp>
#include <asyncapi/transports/mqtt/detail/loss.hpp>
#include <asyncapi/transports/mqtt/detail/publish_packet.hpp>

#include <cstddef>
#include <cstdint>
#include <string>

namespace asyncapi::mqtt::detail {

/// Who uses a connection.
class connection_owner {
public:
    virtual void on_connection_open(const connack& said) = 0;
    /// Once, and nothing after it.
    virtual void on_connection_end(const error& why, loss what) = 0;
    /// The broker answered a ping.
    virtual void on_ping_answered() = 0;
    /// One with a packet id is to be settled.
    virtual void on_message(const publication& message) = 0;
    /// So many messages without confirmation have left.
    virtual void on_flushed(std::size_t count) = 0;
    /// There is room for more to be sent.
    virtual void on_writable() = 0;
    /// QoS 2: the broker has taken a message over.
    virtual void on_taken(std::uint16_t packet_id) = 0;
    /// The broker confirmed a message or refused it.
    virtual void on_published(const answer& said) = 0;
    /// QoS 2: the broker has forgotten a packet, which was released.
    virtual void on_completed(std::uint16_t packet_id) = 0;
    /// The broker answered `ask_for` and `leave`.
    virtual void on_subscribed(const std::string& filter, const answer& said) = 0;
    virtual void on_unsubscribed(const std::string& filter) = 0;
    /// Whether there is room for what the broker sends.
    virtual bool has_room() const = 0;
    /// Whether something is waited for that lies behind what the broker sends.
    virtual bool awaits_answer() const = 0;

protected:
    ~connection_owner() = default;
};

}  // namespace asyncapi::mqtt::detail
