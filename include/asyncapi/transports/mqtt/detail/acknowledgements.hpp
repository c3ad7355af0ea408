#pragma once

#include <asyncapi/transports/mqtt/detail/publish_packet.hpp>
#include <asyncapi/transports/mqtt/detail/receipts.hpp>
#include <asyncapi/transports/mqtt/detail/takeovers.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace asyncapi::mqtt::detail {

/// PUBACK, PUBREC, PUBREL or PUBCOMP, without a reason.
///
/// \param first  type and flags
inline std::string answer_packet(unsigned first, std::uint16_t packet_id) {
    return {static_cast<char>(first), 2, static_cast<char>(packet_id >> 8U),
            static_cast<char>(packet_id & 0xFFU)};
}

/// Decides what a broker is told about the messages that it sends.
///
/// State only, of one connection.
class acknowledgements {
public:
    /// \param taken_over  of the session, which outlives this
    explicit acknowledgements(takeovers& taken_over) : taken_over_{taken_over} {}

    void on_open(bool session_present) {
        if (!session_present) taken_over_.on_new_session();
    }

    /// \return for a message that was taken over before, what is said to it: nobody is to get it
    std::optional<std::string> on_received(const publication& message) {
        if (message.qos == 2) {
            if (taken_over_.has(message.id)) return answer_packet(pubrec, message.id);
            twice_.on_received(message.id);
        }
        if (message.qos == 1) once_.on_received(message.id);
        return {};
    }

    /// \return the packets that may go once this message is settled
    std::string settle(std::uint16_t packet_id, bool acknowledged) {
        return packets_for(once_.settle(packet_id, acknowledged),
                           twice_.settle(packet_id, acknowledged));
    }

    struct given_up {
        std::string packets;       ///< that may go now
        std::size_t messages = 0;  ///< that were given back
    };
    /// Nobody will want what was given back.
    given_up give_up() {
        const auto once = once_.give_up();
        const auto twice = twice_.give_up();
        return {packets_for(once.ready, twice.ready), once.messages + twice.messages};
    }

    /// The broker knows that the message was taken over.
    ///
    /// \return the answer
    std::string on_release(std::uint16_t packet_id) {
        taken_over_.release(packet_id);
        return answer_packet(pubcomp, packet_id);
    }

private:
    std::string packets_for(const std::vector<std::uint16_t>& once,
                            const std::vector<std::uint16_t>& twice) {
        std::string packets;
        for (const auto id : once) packets += answer_packet(puback, id);
        for (const auto id : twice) {
            taken_over_.add(id);
            packets += answer_packet(pubrec, id);
        }
        return packets;
    }

    static constexpr unsigned puback = 0x40;
    static constexpr unsigned pubrec = 0x50;
    static constexpr unsigned pubcomp = 0x70;

    takeovers& taken_over_;
    receipts once_;   // of what came at quality of service 1
    receipts twice_;  // and at 2
};

}  // namespace asyncapi::mqtt::detail
