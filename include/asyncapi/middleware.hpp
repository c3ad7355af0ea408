#pragma once

#include <asyncapi/detail/config.hpp>
#include <asyncapi/error.hpp>
#include <asyncapi/metadata.hpp>
#include <asyncapi/result.hpp>
#include <asyncapi/transport.hpp>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>

namespace asyncapi {

/// A message that is about to be sent. Nothing of it has been checked yet, and all of it will be.
struct sending_message {
    std::string_view channel;  ///< its address as the channel has it, parameters not filled
    std::string_view address;  ///< where it goes
    std::string_view name;     ///< which message of the contract it is
    header_map& headers;       ///< may be added to, and changed
    trace_context& trace;      ///< may be set
};

/// What became of it.
struct sent_message {
    std::string_view channel;
    std::string_view address;
    std::string_view payload;  ///< as it was encoded; empty where it broke its contract
    const asyncapi::metadata& metadata;
    const result<void>& outcome;  ///< accepted by the transport, or why it was not
};

/// A message that satisfied its contract, on its way to the handler.
struct accepted_message {
    std::string_view channel;  ///< address that the consumer takes
    std::string_view address;
    std::string_view payload;
    const asyncapi::metadata& metadata;
    std::uint32_t attempt;
    delivery_tag tag;  ///< the same in `settled_message`
    bool bad;          ///< only its type was satisfied: `bad_message::warn`
};

/// A message that broke its contract and goes to no handler.
struct rejected_message {
    std::string_view channel;
    const delivery& message;
    const error& why;
};

/// What became of a delivery.
enum class outcome : std::uint8_t {
    acknowledged,   ///< it is done
    released,       ///< given back
    retried,        ///< its handler failed, and it comes again
    given_up,       ///< its handler failed on its last attempt
    duplicate,      ///< it had been handled before
    dead_lettered,  ///< rejected or given up, and kept as a dead letter
    unburied,       ///< its dead letter was refused, and it comes again
};

struct settled_message {
    std::string_view channel;
    delivery_tag tag;
    std::uint32_t attempt;
    asyncapi::outcome outcome;
    /// Since it was accepted; none where it never was.
    std::optional<std::chrono::nanoseconds> handling = {};
    /// Since it was sent, by the clocks of both sides; none where its sender did not say.
    std::optional<std::chrono::nanoseconds> end_to_end = {};
};

/// Sees what is sent and received on a handle of a transport: for logs, traces, metrics.
///
/// `auto seen = wire.with(std::make_shared<my_middleware>());`
///
/// It cannot leave out a check, change a payload or keep a message: every function is called beside
/// what happens anyway, on the transport's executor, and must not block. What it throws is counted
/// and otherwise ignored. All views live for the duration of the call.
class middleware {
public:
    middleware() = default;
    middleware(const middleware&) = delete;
    middleware& operator=(const middleware&) = delete;
    virtual ~middleware() = default;

    virtual void on_sending(sending_message&) {}
    virtual void on_sent(const sent_message&) {}
    /// Each delivery, before anything is known of it.
    virtual void on_received(std::string_view /*channel*/, const delivery&) {}
    virtual void on_accepted(const accepted_message&) {}
    virtual void on_rejected(const rejected_message&) {}
    virtual void on_settled(const settled_message&) {}

    /// How often one of them threw.
    std::uint64_t failures() const noexcept { return failures_.load(std::memory_order_relaxed); }

    /// Calls one of them.
    template <class Call>
    void guarded(const Call& call) noexcept {
        try {
            call(*this);
        } catch (...) {
            failures_.fetch_add(1, std::memory_order_relaxed);
        }
    }

private:
    std::atomic<std::uint64_t> failures_{0};
};

namespace detail {

/// Calls the middleware of a handle, in the order in which it was added.
template <class Call>
void for_each_middleware(const any_transport& wire, const Call& call) noexcept {
    if (const auto& all = wire.middlewares())
        for (const auto& each : *all) each->guarded(call);
}

}  // namespace detail
}  // namespace asyncapi
