#pragma once

#include <asyncapi/transports/mqtt/detail/packet_ids.hpp>

#include <cstddef>
#include <cstdint>
#include <set>
#include <utility>
#include <vector>

namespace asyncapi::mqtt::detail {

/// The packet ids under which a broker may hold what an earlier program sent at quality of service
/// 2. It would take a message under one of them for that one, confirm it and not pass it on.
///
/// Releasing an id ends what the broker holds, whichever it is: the id is clean when the broker has
/// answered that. State only, of a session.
///
/// \see MQTT 5 section 4.3.3
class inherited_ids {
public:
    /// An earlier program had the session.
    void on_inherited() { clean_.assign(packet_ids::last + std::size_t{1}, false); }

    void on_new_session() {
        clean_.clear();
        awaited_.clear();
    }

    bool clean(std::uint16_t id) const { return clean_.empty() || clean_[id]; }
    std::size_t awaited() const noexcept { return awaited_.size(); }

    /// \param next   the id that is needed next
    /// \param ahead  how many are needed soon
    /// \return what is to be released now
    std::vector<std::uint16_t> to_release(std::uint16_t next, std::size_t ahead) const {
        const auto known = [this](std::uint16_t id) { return clean_[id] || awaited_.contains(id); };
        if (clean_.empty() || (known(next) && known(after(next, ahead)))) return {};
        std::vector<std::uint16_t> found;
        for (std::size_t i = 0; i <= 2 * ahead && i < packet_ids::last; ++i)
            if (const auto id = after(next, i); !known(id)) found.push_back(id);
        return found;
    }
    void on_released(std::uint16_t id) { awaited_.insert(id); }

    /// The broker answered a release. \return whether it was one of these
    bool settle(std::uint16_t id) {
        if (awaited_.erase(id) == 0) return false;
        answered_ = true;
        clean_[id] = true;
        return true;
    }

    /// \param by_broker  it ended the connection. One that always does when ids are released does
    ///                   not know quality of service 2, and holds nothing.
    void on_connection_lost(bool by_broker) {
        const bool in_vain = !awaited_.empty() && !std::exchange(answered_, false) && by_broker;
        awaited_.clear();
        losses_ = in_vain ? losses_ + 1 : 0;
        if (losses_ == most_losses) clean_.clear();
    }

private:
    static constexpr std::size_t most_losses = 3;

    static std::uint16_t after(std::uint16_t id, std::size_t by) {
        return static_cast<std::uint16_t>((id - 1U + by) % packet_ids::last + 1);
    }

    std::vector<bool> clean_;  // by id; empty: all are
    std::set<std::uint16_t> awaited_;
    std::size_t losses_ = 0;  // in a row, without an answer
    bool answered_ = false;
};

}  // namespace asyncapi::mqtt::detail
