#pragma once

#include <asyncapi/transport.hpp>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>

namespace asyncapi::memory::detail {

// What one transport published and no queue has settled yet.
struct outstanding {
    std::atomic<std::size_t> messages{0};
    std::atomic<std::size_t> bytes{0};
};

inline std::size_t footprint(const outbound& message) noexcept {
    const auto& about = *message.metadata;
    std::size_t bytes =
        message.payload.size() + message.address.size() + about.message_name.size() +
        about.message_id.size() + about.correlation_id.size() + about.reply_address.size() +
        about.content_type.size() + about.trace.traceparent.size() + about.trace.tracestate.size();
    for (const auto& [name, value] : about.headers) bytes += name.size() + value.size();
    return bytes;
}

// One message, shared by all queues that hold it; gone when the last has settled it.
class stored_message {
public:
    stored_message(const outbound& message, std::size_t bytes, std::shared_ptr<outstanding> account)
        : address{message.address},
          payload{message.payload},
          metadata{*message.metadata},
          binary{message.binary},
          footprint{bytes},
          account_{std::move(account)} {
        account_->messages += 1;
        account_->bytes += footprint;
    }
    stored_message(const stored_message&) = delete;
    stored_message& operator=(const stored_message&) = delete;
    ~stored_message() {
        account_->messages -= 1;
        account_->bytes -= footprint;
    }

    const std::string address;
    const std::string payload;
    const asyncapi::metadata metadata;
    const bool binary;
    const std::size_t footprint;

private:
    std::shared_ptr<outstanding> account_;
};

struct entry {
    std::shared_ptr<const stored_message> message;
    std::uint64_t position = 0;  // in its queue; what comes back returns to its place
    std::uint32_t attempts = 0;
};

}  // namespace asyncapi::memory::detail
