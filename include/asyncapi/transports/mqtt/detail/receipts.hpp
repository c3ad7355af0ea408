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

    /// Settles a message. What is given back stays with the broker until `give_up`, and holds up
    /// what is behind it.
    ///
    /// \return the packets that may be acknowledged now
    std::vector<std::uint16_t> settle(std::uint16_t packet_id, bool acknowledged) {
        for (auto& each : open_) {
            if (each.id != packet_id || each.is != state::open) continue;
            each.is = acknowledged ? state::done : state::given_back;
            break;
        }
        return take_done();
    }

    struct given_up {
        std::vector<std::uint16_t> ready;  ///< may be acknowledged now
        std::size_t messages = 0;          ///< that were given back
    };
    /// Nobody will want what was given back.
    given_up give_up() {
        given_up made;
        for (auto& each : open_) {
            if (each.is != state::given_back) continue;
            each.is = state::done;
            ++made.messages;
        }
        made.ready = take_done();
        return made;
    }

private:
    enum class state : std::uint8_t { open, done, given_back };
    struct receipt {
        std::uint16_t id;
        state is;
    };

    std::vector<std::uint16_t> take_done() {
        std::vector<std::uint16_t> ready;
        for (; !open_.empty() && open_.front().is == state::done; open_.pop_front())
            ready.push_back(open_.front().id);
        return ready;
    }

    std::deque<receipt> open_;
};

}  // namespace asyncapi::mqtt::detail
