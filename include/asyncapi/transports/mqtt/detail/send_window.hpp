#pragma once

#include <asyncapi/error.hpp>
#include <asyncapi/time_source.hpp>
#include <asyncapi/transports/mqtt/detail/inherited_ids.hpp>
#include <asyncapi/transports/mqtt/detail/packet_ids.hpp>
#include <asyncapi/transports/mqtt/detail/publish_packet.hpp>
#include <asyncapi/transports/mqtt/options.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <utility>
#include <vector>

namespace asyncapi::mqtt::detail {

struct outgoing {
    publish_packet packet;
    std::size_t bytes = 0;
    std::uint64_t ticket = 0;  ///< grows from message to message
    std::optional<time_source::time_point> expires = {};
    std::uint16_t id = 0;  ///< what the broker may know it by; 0: it was not sent
    bool taken = false;    ///< QoS 2: the broker has taken it over, and waits for its release
    std::function<void(const error&)> on_refused = {};  ///< of `outbound`

    bool confirmed() const { return packet.qos() > 0; }
    /// Whether the broker holds something under its id that only sending it again settles.
    bool must_go() const { return id != 0 && packet.qos() == 2; }
};

/// What is to be sent, or was sent and is not confirmed.
///
/// State only, of a session: what the broker may have keeps its packet id over connections.
/// Messages leave in order; what is sent again goes first, in the order it had.
class send_window {
public:
    explicit send_window(const client_limits& limits) : limits_{limits} {}

    std::size_t messages() const noexcept {
        return waiting_.size() + sent_.size() + leaving_.size();
    }
    /// Sent and not confirmed, or still leaving.
    std::size_t under_way() const noexcept { return sent_.size() + leaving_.size(); }
    /// Sent, and the broker is to answer.
    std::size_t unconfirmed() const noexcept { return sent_.size() + inherited_.awaited(); }
    std::size_t bytes() const noexcept { return bytes_; }
    bool full() const noexcept {
        return messages() >= limits_.max_queued_messages || bytes_ >= limits_.max_queued_bytes;
    }

    /// How many messages may be sent and not confirmed, by the broker's word.
    void allow(std::size_t receive_maximum) noexcept {
        allowed_ =
            std::min<std::size_t>({limits_.window_messages, receive_maximum,
                                   packet_ids::last - std::size_t{1} -
                                       std::min<std::size_t>(kept_.size(), packet_ids::last - 2)});
        allowed_ = std::max<std::size_t>(1, allowed_);
    }

    void add(outgoing message) {
        bytes_ += message.bytes;
        waiting_.push_back(std::move(message));
    }

    /// \return what is to be sent next, if the window allows it
    const outgoing* next() const {
        if (!has_turn() || (needs_clean_id() && !inherited_.clean(ids_.next()))) return nullptr;
        return &waiting_.front();
    }

    /// \return packet ids that the broker has to forget before messages have them: `on_released`
    std::vector<std::uint16_t> to_release() const {
        if (!has_turn() || !needs_clean_id()) return {};
        return inherited_.to_release(ids_.next(), allowed_);
    }
    void on_released(std::uint16_t packet_id) { inherited_.on_released(packet_id); }

    /// The message that is next leaves, with the time that it has left.
    ///
    /// \return it, valid until the next call
    const outgoing& send_next(time_source::time_point now) {
        latest_.emplace(std::move(waiting_.front()));
        waiting_.pop_front();
        auto& first = *latest_;
        if (first.expires) {
            const auto left = std::chrono::ceil<std::chrono::seconds>(*first.expires - now);
            first.packet.expire_in(std::max(left, std::chrono::seconds{0}));
        }
        if (!first.confirmed()) {
            leaving_.push_back({first.ticket, first.bytes});
            return first;
        }
        const bool again = first.id != 0;
        if (!again) first.id = ids_.take();
        first.packet.mark(first.id, again);
        return sent_.insert_or_assign(first.id, std::move(first)).first->second;
    }

    /// So many messages that are not confirmed have reached the system.
    void on_flushed(std::size_t count) {
        for (; count > 0 && !leaving_.empty(); --count) {
            bytes_ -= leaving_.front().bytes;
            leaving_.pop_front();
        }
    }

    /// QoS 2: the broker has taken over what was sent as this packet.
    void on_taken(std::uint16_t packet_id) {
        const auto at = sent_.find(packet_id);
        if (at != sent_.end()) at->second.taken = true;
    }

    /// QoS 2: the broker has forgotten a packet.
    ///
    /// \return the message, if it was one
    std::optional<outgoing> complete(std::uint16_t packet_id) {
        if (inherited_.settle(packet_id)) return {};
        return settle(packet_id);
    }

    /// \return the message, if there is one that was sent as this packet
    std::optional<outgoing> settle(std::uint16_t packet_id) {
        const auto at = sent_.find(packet_id);
        if (at == sent_.end()) return {};
        auto done = std::move(at->second);
        sent_.erase(at);
        forget(done);
        return done;
    }

    struct outcome {
        std::size_t again = 0;
        std::size_t lost = 0;
    };

    /// The connection is gone. What was not confirmed is sent again over the next one; of what
    /// needs no confirmation nobody knows, so it is not.
    outcome on_connection_lost(bool by_broker = false) {
        inherited_.on_connection_lost(by_broker);
        outcome counts;
        counts.lost = leaving_.size();
        on_flushed(leaving_.size());
        std::vector<outgoing> again;
        again.reserve(sent_.size());
        for (auto& [id, each] : sent_) again.push_back(std::move(each));
        sent_.clear();
        counts.again = again.size();
        std::ranges::sort(again, {}, &outgoing::ticket);
        waiting_.insert(waiting_.begin(), std::make_move_iterator(again.begin()),
                        std::make_move_iterator(again.end()));
        return counts;
    }

    /// The broker has packets of an earlier program.
    void on_inherited_session() { inherited_.on_inherited(); }

    /// The broker has forgotten the packets of before: nothing has been sent to it.
    void on_new_session() {
        inherited_.on_new_session();
        for (const auto id : std::exchange(kept_, {})) ids_.give_back(id);
        for (auto& each : waiting_) {
            if (each.id == 0) break;
            ids_.give_back(std::exchange(each.id, std::uint16_t{0}));
            each.taken = false;
        }
    }

    /// Takes one that cannot be sent off the front.
    outgoing drop_next() {
        auto first = std::move(waiting_.front());
        waiting_.pop_front();
        forget(first);
        return first;
    }

    /// Takes one out that was sent and waits to be sent again. Where the broker may hold its packet
    /// id no other message gets that in this session: the broker would take it for this one.
    std::optional<outgoing> give_up(std::uint64_t ticket) {
        const auto at = std::ranges::find(waiting_, ticket, &outgoing::ticket);
        if (at == waiting_.end()) return {};
        auto gone = std::move(*at);
        waiting_.erase(at);
        if (gone.must_go()) kept_.push_back(std::exchange(gone.id, std::uint16_t{0}));
        forget(gone);
        return gone;
    }

    std::size_t clear() {
        const auto dropped = messages();
        waiting_.clear();
        sent_.clear();
        leaving_.clear();
        bytes_ = 0;
        return dropped;
    }

    /// \return the largest ticket of what was sent and is not confirmed
    std::optional<std::uint64_t> last_sent() const {
        std::optional<std::uint64_t> most;
        for (const auto& [id, each] : sent_)
            if (!most || each.ticket > *most) most = each.ticket;
        return most;
    }

    /// \return the smallest ticket of what has not left
    std::optional<std::uint64_t> oldest() const {
        std::optional<std::uint64_t> least;
        const auto consider = [&least](std::uint64_t ticket) {
            if (!least || ticket < *least) least = ticket;
        };
        for (const auto& [id, each] : sent_) consider(each.ticket);
        if (!leaving_.empty()) consider(leaving_.front().ticket);
        // What waits is in order, what is sent again first.
        if (!waiting_.empty()) consider(waiting_.front().ticket);
        return least;
    }

private:
    struct passing {
        std::uint64_t ticket;
        std::size_t bytes;
    };

    bool has_turn() const {
        return !waiting_.empty() && (!waiting_.front().confirmed() || sent_.size() < allowed_);
    }
    bool needs_clean_id() const {
        return waiting_.front().id == 0 && waiting_.front().packet.qos() == 2;
    }

    void forget(const outgoing& done) {
        bytes_ -= done.bytes;
        if (done.id != 0) ids_.give_back(done.id);
    }

    client_limits limits_;
    std::size_t allowed_ = 1;
    packet_ids ids_;
    inherited_ids inherited_;
    std::deque<outgoing> waiting_;
    std::map<std::uint16_t, outgoing> sent_;  // by packet id
    std::deque<passing> leaving_;             // without confirmation
    std::vector<std::uint16_t> kept_;         // ids of what was given up
    std::optional<outgoing> latest_;
    std::size_t bytes_ = 0;
};

}  // namespace asyncapi::mqtt::detail
