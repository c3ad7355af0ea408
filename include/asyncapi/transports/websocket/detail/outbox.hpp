#pragma once

#include <asyncapi/error.hpp>
#include <asyncapi/transports/websocket/detail/outgoing.hpp>
#include <asyncapi/transports/websocket/options.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace asyncapi::websocket::detail {

/// A message as it goes over the wire; several connections can share it.
struct encoded_message {
    std::string address;
    std::string header;  ///< without the closing brace; empty in bare mode
    std::string id;      ///< of the message; may be empty
    std::string payload;
    bool binary = false;
    std::function<void(const error& why)> on_refused = {};  ///< of `outbound`

    bool for_many = false;  ///< frames are kept for other connections
    mutable std::shared_ptr<const std::string> frame = {};
    mutable std::shared_ptr<const std::string> frame_to_acknowledge = {};

    std::size_t bytes() const noexcept { return header.size() + payload.size(); }
};

/// The messages of one connection that are to be sent, or were sent and not acknowledged.
///
/// State only. Messages leave in order, except that what is sent again goes first.
class outbox {
public:
    explicit outbox(const connection_limits& limits) : limits_{limits} {}

    std::size_t messages() const noexcept {
        return waiting_.size() + sent_.size() + unflushed_.messages;
    }
    std::size_t bytes() const noexcept { return bytes_; }
    bool empty() const noexcept { return messages() == 0; }
    bool waiting() const noexcept { return !waiting_.empty(); }
    bool full() const noexcept {
        return messages() >= limits_.max_queued_messages || bytes_ >= limits_.max_queued_bytes;
    }
    bool half_full() const noexcept {
        return messages() * 2 >= limits_.max_queued_messages ||
               bytes_ * 2 >= limits_.max_queued_bytes;
    }

    /// \param ticket  grows from message to message; see `oldest`
    void add(std::shared_ptr<const encoded_message> message, bool acknowledged,
             std::uint64_t ticket) {
        bytes_ += message->bytes();
        waiting_.push_back({std::move(message), ticket, 1, acknowledged, {}, {}});
    }

    /// Counts a message that needs no acknowledgement and goes past what waits here: nothing does.
    void pass(std::size_t bytes, std::uint64_t ticket) {
        bytes_ += bytes;
        if (unflushed_.messages++ == 0) unflushed_.oldest = ticket;
        unflushed_.bytes += bytes;
    }

    /// \return the next message to send, if there is one and the window allows it: the views are
    ///         good until the outbox changes
    std::optional<outgoing> next() {
        if (waiting_.empty()) return {};
        const auto bytes = waiting_.front().message->bytes();
        if (waiting_.front().acknowledged && unacknowledged_ > 0 &&
            (unacknowledged_ >= limits_.window_messages ||
             unacknowledged_bytes_ + bytes > limits_.window_bytes)) {
            return {};
        }
        auto out = std::move(waiting_.front());
        waiting_.pop_front();
        if (!out.acknowledged) {
            bytes_ -= bytes;
            pass(bytes, out.ticket);
            passing_ = std::move(out);
            return to_send(passing_);
        }
        ++unacknowledged_;
        unacknowledged_bytes_ += bytes;
        out.key = out.message->id.empty() ? "#" + std::to_string(out.ticket) : out.message->id;
        sent_.push_back(std::move(out));
        return to_send(sent_.back());
    }

    /// What was sent has reached the system: all that is needed without acknowledgement.
    void on_flushed() {
        bytes_ -= unflushed_.bytes;
        unflushed_ = {};
        passing_.message.reset();
    }

    /// \return the message that was sent with this key, if there is one
    std::shared_ptr<const encoded_message> settle(std::string_view key) {
        const auto at = find(key);
        if (at == sent_.end()) return nullptr;
        leave_window(*at);
        auto settled = std::move(at->message);
        bytes_ -= settled->bytes();
        sent_.erase(at);
        return settled;
    }

    /// The other side gave it back: it is sent again, after what waits.
    bool send_again(std::string_view key) {
        const auto at = find(key);
        if (at == sent_.end()) return false;
        leave_window(*at);
        auto again = std::move(*at);
        sent_.erase(at);
        ++again.attempt;
        waiting_.push_back(std::move(again));
        return true;
    }

    struct outcome {
        std::size_t again = 0;
        std::size_t lost = 0;
    };

    /// The connection is gone. What was not acknowledged is sent again over the next one; of what
    /// needed no acknowledgement nobody knows, so it is not.
    outcome on_connection_lost() {
        outcome counts;
        counts.lost = unflushed_.messages;
        on_flushed();
        while (!sent_.empty()) {
            auto again = std::move(sent_.back());
            sent_.pop_back();
            leave_window(again);
            ++again.attempt;
            ++counts.again;
            waiting_.push_front(std::move(again));
        }
        return counts;
    }

    /// Gives up the largest message that would be sent again: the other side closed the connection
    /// because one was too large. \return it
    std::shared_ptr<const encoded_message> drop_largest_repeated() {
        auto largest = waiting_.end();
        for (auto at = waiting_.begin(); at != waiting_.end() && at->attempt > 1; ++at) {
            if (largest == waiting_.end() || at->message->bytes() > largest->message->bytes())
                largest = at;
        }
        if (largest == waiting_.end()) return nullptr;
        auto dropped = std::move(largest->message);
        bytes_ -= dropped->bytes();
        waiting_.erase(largest);
        return dropped;
    }

    std::size_t clear() {
        const auto dropped = messages();
        waiting_.clear();
        sent_.clear();
        on_flushed();
        bytes_ = unacknowledged_ = unacknowledged_bytes_ = 0;
        return dropped;
    }

    /// \return the smallest ticket of what has not left
    std::optional<std::uint64_t> oldest() const {
        std::optional<std::uint64_t> least;
        if (unflushed_.messages > 0) least = unflushed_.oldest;
        const auto consider = [&least](const auto& entries) {
            for (const auto& each : entries) {
                if (!least || each.ticket < *least) least = each.ticket;
            }
        };
        consider(sent_);
        // What waits is in order, but for what is sent again.
        consider(waiting_);
        return least;
    }

private:
    struct entry {
        std::shared_ptr<const encoded_message> message;
        std::uint64_t ticket = 0;
        std::uint32_t attempt = 1;
        bool acknowledged = false;  ///< it asks for it
        std::string key;
        std::string tail;  ///< of the header, when it is sent
    };

    static outgoing to_send(entry& out) {
        const auto& message = *out.message;
        outgoing made;
        made.binary = message.binary;
        made.parts = {message.header, {}, message.payload};
        if (message.for_many && out.attempt == 1)
            made.shared = out.acknowledged ? &message.frame_to_acknowledge : &message.frame;
        if (message.header.empty()) return made;
        out.tail.clear();
        if (out.attempt > 1) out.tail += ",\"attempt\":" + std::to_string(out.attempt);
        if (out.acknowledged)
            out.tail += message.id.empty() ? ",\"ack\":\"" + out.key + "\"" : ",\"ack\":true";
        out.tail += "}\n";
        made.parts[1] = out.tail;
        return made;
    }

    std::deque<entry>::iterator find(std::string_view key) {
        return std::ranges::find_if(sent_, [key](const entry& each) { return each.key == key; });
    }

    void leave_window(const entry& which) {
        --unacknowledged_;
        unacknowledged_bytes_ -= which.message->bytes();
    }

    connection_limits limits_;
    std::deque<entry> waiting_;
    std::deque<entry> sent_;  // and to be acknowledged
    entry passing_;           // the last that is not
    struct {
        std::size_t messages = 0;
        std::size_t bytes = 0;
        std::uint64_t oldest = 0;
    } unflushed_;
    std::size_t bytes_ = 0;
    std::size_t unacknowledged_ = 0;
    std::size_t unacknowledged_bytes_ = 0;
};

}  // namespace asyncapi::websocket::detail
