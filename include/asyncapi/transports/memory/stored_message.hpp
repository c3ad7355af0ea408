#pragma once

#include <asyncapi/transport.hpp>
#include <asyncapi/transports/detail/reused_delivery.hpp>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace asyncapi::memory::detail {

// What one transport published and no queue has settled yet. Changed under the broker's mutex, read
// by the transport without.
class outstanding {
public:
    void add(std::size_t message_bytes) noexcept {
        messages_.store(messages() + 1, std::memory_order_relaxed);
        bytes_.store(bytes() + message_bytes, std::memory_order_relaxed);
    }
    void remove(std::size_t message_bytes) noexcept {
        messages_.store(messages() - 1, std::memory_order_relaxed);
        bytes_.store(bytes() - message_bytes, std::memory_order_relaxed);
    }

    std::size_t messages() const noexcept { return messages_.load(std::memory_order_relaxed); }
    std::size_t bytes() const noexcept { return bytes_.load(std::memory_order_relaxed); }

private:
    std::atomic<std::size_t> messages_{0};
    std::atomic<std::size_t> bytes_{0};
};

inline std::size_t footprint(const outbound& message) noexcept {
    return message.payload.size() + message.address.size() +
           asyncapi::detail::footprint(*message.metadata);
}

using asyncapi::detail::copy_metadata;
using asyncapi::detail::copy_text;

// One message, shared by all queues that hold it. Changed under the broker's mutex, and read
// without by who took it from a queue.
struct stored_message {
    /// Into the memory of the message that was here before.
    void fill(const outbound& message, std::size_t bytes,
              const std::shared_ptr<outstanding>& from) {
        copy_text(message.address, address);
        copy_text(message.payload, payload);
        copy_metadata(*message.metadata, metadata);
        binary = message.binary;
        footprint = bytes;
        if (account != from) account = from;
    }

    std::string address;
    std::string payload;
    asyncapi::metadata metadata;
    bool binary = false;
    std::size_t footprint = 0;
    std::size_t places = 0;  // in queues, or taken from them and not settled
    std::shared_ptr<outstanding> account;
};

// Messages that were settled, for their memory: most programs send some kinds of message over and
// over. Guarded by the broker's mutex.
class spare_messages {
public:
    std::shared_ptr<stored_message> take() {
        if (all_.empty()) return std::make_shared<stored_message>();
        auto last = std::move(all_.back());
        all_.pop_back();
        return last;
    }

    void give_back(std::shared_ptr<stored_message> message) {
        if (message.use_count() != 1 || all_.size() == most || message->footprint > max_bytes)
            return;
        // Who read it may have let go outside the mutex.
        std::atomic_thread_fence(std::memory_order_acquire);
        all_.push_back(std::move(message));
    }

private:
    static constexpr std::size_t most = 128;
    static constexpr std::size_t max_bytes = 2048;

    std::vector<std::shared_ptr<stored_message>> all_;
};

struct entry {
    std::shared_ptr<stored_message> message;
    std::uint64_t position = 0;  // in its queue; what comes back returns to its place
    std::uint32_t attempts = 0;
    time_source::time_point deadline{};  // of its settlement, once it is taken
};

}  // namespace asyncapi::memory::detail
