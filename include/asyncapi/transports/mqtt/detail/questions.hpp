#pragma once

#include <asyncapi/transports/mqtt/detail/packet_ids.hpp>
#include <asyncapi/transports/mqtt/detail/subscription_packet.hpp>
#include <asyncapi/transports/mqtt/options.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>

namespace asyncapi::mqtt::detail {

/// What a broker is asked about subscriptions, and has not answered. Those for which no packet id
/// is free wait.
///
/// State only, of one connection.
class questions {
public:
    struct question {
        std::string filter;
        std::uint64_t identifier = 0;  ///< as `subscribe_packet` has it
        bool subscribe = true;         ///< else the subscription is to end
    };

    questions(qos at, version as) : at_{at}, as_{as} {}

    /// \return the packet that asks, unless it has to wait
    std::optional<std::string> ask(question what) {
        constexpr std::size_t most = 0xFFFF - packet_ids::last;
        if (asked_.size() == most) {
            waiting_.push_back(std::move(what));
            return {};
        }
        do {
            latest_ = static_cast<std::uint16_t>(
                std::max<unsigned>((latest_ + 1U) & 0xFFFFU, packet_ids::last + 1U));
        } while (asked_.contains(latest_));
        auto packet = what.subscribe
                          ? subscribe_packet(latest_, what.filter, at_, what.identifier, as_)
                          : unsubscribe_packet(latest_, what.filter, as_);
        asked_.emplace(latest_, std::move(what.filter));
        return packet;
    }

    bool waiting() const noexcept { return !waiting_.empty(); }

    struct answered {
        std::string filter;
        std::optional<std::string> next;  ///< the packet that asks what waited
    };
    /// \return nothing for what was not asked
    std::optional<answered> on_answer(std::uint16_t packet_id) {
        auto found = asked_.extract(packet_id);
        if (!found) return {};
        answered made{std::move(found.mapped()), {}};
        if (!waiting_.empty()) {
            made.next = ask(std::move(waiting_.front()));
            waiting_.pop_front();
        }
        return made;
    }

private:
    const qos at_;
    const version as_;
    std::unordered_map<std::uint16_t, std::string> asked_;  // filters, by packet id
    std::deque<question> waiting_;
    std::uint16_t latest_ = packet_ids::last;
};

}  // namespace asyncapi::mqtt::detail
