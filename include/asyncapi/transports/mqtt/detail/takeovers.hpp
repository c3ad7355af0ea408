#pragma once

#include <cstddef>
#include <cstdint>
#include <unordered_set>

namespace asyncapi::mqtt::detail {

/// Messages at quality of service 2 that this side has taken over, and that the broker may send
/// again because it does not know so yet.
///
/// State only, of a session: it outlives a connection.
///
/// \see MQTT 5 section 4.3.3
class takeovers {
public:
    bool has(std::uint16_t packet_id) const { return ids_.contains(packet_id); }
    void add(std::uint16_t packet_id) { ids_.insert(packet_id); }

    /// The broker knows.
    ///
    /// \return false for one that was not taken over
    bool release(std::uint16_t packet_id) { return ids_.erase(packet_id) > 0; }

    void on_new_session() { ids_.clear(); }

private:
    std::unordered_set<std::uint16_t> ids_;
};

}  // namespace asyncapi::mqtt::detail
