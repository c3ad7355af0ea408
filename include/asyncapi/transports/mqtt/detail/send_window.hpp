#pragma once

#include <asyncapi/time_source.hpp>
#include <asyncapi/transports/mqtt/options.hpp>

#include <mqtt/message.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <utility>
#include <vector>

namespace asyncapi::mqtt::detail {

/// A message as Paho takes it; the same object is given to each connection that it goes over.
struct outgoing {
    ::mqtt::const_message_ptr message;
    std::size_t bytes = 0;
    std::uint64_t ticket = 0;  ///< grows from message to message
    std::optional<time_source::time_point> expires;

    bool confirmed() const { return message->get_qos() > 0; }
};

/// What is to be sent, or was sent and is not confirmed.
///
/// State only. Messages leave in order; what is sent again goes first, in the order it had.
class send_window {
public:
    explicit send_window(const client_limits& limits) : limits_{limits} {}

    std::size_t messages() const noexcept {
        return waiting_.size() + sent_.size() + leaving_.size();
    }
    std::size_t bytes() const noexcept { return bytes_; }
    bool full() const noexcept {
        return messages() >= limits_.max_queued_messages || bytes_ >= limits_.max_queued_bytes;
    }

    /// How many messages may be sent and not confirmed, by the broker's word.
    void allow(std::size_t receive_maximum) noexcept {
        allowed_ = std::max<std::size_t>(1, std::min(limits_.window_messages, receive_maximum));
    }

    void add(outgoing message) {
        bytes_ += message.bytes;
        waiting_.push_back(std::move(message));
    }

    /// \return what is to be sent next, if the window allows it; call `on_sent` then
    const outgoing* next() const {
        if (waiting_.empty()) return nullptr;
        const auto& first = waiting_.front();
        return first.confirmed() && sent_.size() >= allowed_ ? nullptr : &first;
    }

    /// \param packet_id  of `next()`, where it is confirmed
    void on_sent(int packet_id) {
        auto first = std::move(waiting_.front());
        waiting_.pop_front();
        if (first.confirmed()) {
            sent_.insert_or_assign(packet_id, std::move(first));
        } else {
            leaving_.push_back(std::move(first));
        }
    }

    /// So many messages that are not confirmed have reached the system.
    void on_flushed(std::size_t count) {
        for (; count > 0 && !leaving_.empty(); --count) {
            bytes_ -= leaving_.front().bytes;
            leaving_.pop_front();
        }
    }

    /// \return the message, if there is one that was sent as this packet
    std::optional<outgoing> settle(int packet_id) {
        const auto at = sent_.find(packet_id);
        if (at == sent_.end()) return {};
        auto done = std::move(at->second);
        sent_.erase(at);
        bytes_ -= done.bytes;
        return done;
    }

    struct outcome {
        std::size_t again = 0;
        std::size_t lost = 0;
    };

    /// The connection is gone. What was not confirmed is sent again over the next one; of what
    /// needs no confirmation nobody knows, so it is not.
    outcome on_connection_lost() {
        outcome counts;
        counts.lost = leaving_.size();
        on_flushed(leaving_.size());
        std::vector<outgoing> again;
        for (auto& [id, each] : sent_) again.push_back(std::move(each));
        sent_.clear();
        counts.again = again.size();
        std::ranges::sort(again, {}, &outgoing::ticket);
        waiting_.insert(waiting_.begin(), std::make_move_iterator(again.begin()),
                        std::make_move_iterator(again.end()));
        return counts;
    }

    /// Takes one that cannot be sent off the front.
    outgoing drop_next() {
        auto first = std::move(waiting_.front());
        waiting_.pop_front();
        bytes_ -= first.bytes;
        return first;
    }

    std::size_t clear() {
        const auto dropped = messages();
        waiting_.clear();
        sent_.clear();
        leaving_.clear();
        bytes_ = 0;
        return dropped;
    }

    /// \return the smallest ticket of what has not left
    std::optional<std::uint64_t> oldest() const {
        std::optional<std::uint64_t> least;
        const auto consider = [&least](const outgoing& each) {
            if (!least || each.ticket < *least) least = each.ticket;
        };
        for (const auto& [id, each] : sent_) consider(each);
        for (const auto& each : leaving_) consider(each);
        // What waits is in order, what is sent again first.
        if (!waiting_.empty()) consider(waiting_.front());
        return least;
    }

private:
    client_limits limits_;
    std::size_t allowed_ = 1;
    std::deque<outgoing> waiting_;
    std::map<int, outgoing> sent_;  // by packet id
    std::deque<outgoing> leaving_;  // without confirmation
    std::size_t bytes_ = 0;
};

}  // namespace asyncapi::mqtt::detail
