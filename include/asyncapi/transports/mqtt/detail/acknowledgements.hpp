#pragma once

#include <asyncapi/transports/mqtt/detail/publish_packet.hpp>
#include <asyncapi/transports/mqtt/detail/receipts.hpp>
#include <asyncapi/transports/mqtt/detail/takeovers.hpp>

#include <cstdint>
#include <optional>
#include <string>

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
        std::string packets;
        for (const auto id : once_.settle(packet_id, acknowledged))
            packets += answer_packet(puback, id);
        for (const auto id : twice_.settle(packet_id, acknowledged)) {
            taken_over_.add(id);
            packets += answer_packet(pubrec, id);
        }
        return packets;
    }

    /// The broker knows that the message was taken over.
    ///
    /// \return the answer
    std::string on_release(std::uint16_t packet_id) {
        taken_over_.release(packet_id);
        return answer_packet(pubcomp, packet_id);
    }

private:
    static constexpr unsigned puback = 0x40;
    static constexpr unsigned pubrec = 0x50;
    static constexpr unsigned pubcomp = 0x70;

    takeovers& taken_over_;
    receipts once_;   // of what came at quality of service 1
    receipts twice_;  // and at 2
};

}  // namespace asyncapi::mqtt::detail
