#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <vector>

namespace asyncapi::mqtt::detail {

/// The acknowledgements that a broker waits for, in the order of its messages.
///
/// State only, of one connection.
///
/// \see MQTT 5 section 4.6: acknowledgements go out in the order of the messages
class receipts {
public:
    void on_received(std::uint16_t packet_id) { open_.push_back({packet_id, state::open}); }

    std::size_t open() const noexcept { return open_.size(); }

    /// Settles a message. What is given back is never acknowledged over this connection, so the
    /// broker has it still; it holds up nothing behind it.
    ///
    /// \return the packets that may be acknowledged now
    std::vector<std::uint16_t> settle(std::uint16_t packet_id, bool acknowledged) {
        for (auto& each : open_) {
            if (each.id != packet_id || each.is != state::open) continue;
            each.is = acknowledged ? state::done : state::given_back;
            break;
        }
        std::vector<std::uint16_t> ready;
        while (!open_.empty() && open_.front().is != state::open) {
            if (open_.front().is == state::done) ready.push_back(open_.front().id);
            open_.pop_front();
        }
        return ready;
    }

private:
    enum class state : std::uint8_t { open, done, given_back };
    struct receipt {
        std::uint16_t id;
        state is;
    };
    std::deque<receipt> open_;
};

}  // namespace asyncapi::mqtt::detail
