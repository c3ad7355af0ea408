#pragma once

#include <asyncapi/channel/arrival.hpp>
#include <asyncapi/channel/outgoing.hpp>
#include <asyncapi/detail/config.hpp>
#include <asyncapi/message.hpp>
#include <asyncapi/transport.hpp>

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

namespace asyncapi {

struct requester_options {
    std::size_t max_in_flight = 1024;  ///< requests that await a reply; one more is `would_block`
};

struct requester_counters {
    std::uint64_t requests = 0;
    std::uint64_t replies = 0;
    std::uint64_t unexpected = 0;  ///< replies that came late, twice or for nobody; dropped
};

namespace detail {

class pending_replies;
struct pending_reply;

/// A request that is on its way; leaving its scope forgets it.
class request_ticket {
public:
    request_ticket(std::shared_ptr<pending_replies> owner, std::string key,
                   std::shared_ptr<pending_reply> waiting);
    request_ticket(request_ticket&&) noexcept;
    request_ticket& operator=(request_ticket&&) = delete;
    ~request_ticket();

private:
    friend class requesting;
    friend class pending_replies;

    std::shared_ptr<pending_replies> owner_;
    std::string key_;
    std::string address_;  // of the operation
    std::shared_ptr<pending_reply> waiting_;
};

/// What a requester is, whatever it sends and awaits.
class requesting {
public:
    requesting(any_transport wire, std::string_view address, std::string_view reply_address,
               correlation_location in_reply, bool ids_in_payloads, requester_options options);
    requesting(requesting&&) noexcept;
    requesting& operator=(requesting&&) = delete;
    ~requesting();

    /// Checks and sends a request, which is worth nothing once nobody waits for its reply.
    result<request_ticket> begin(const outgoing_message& message, const void* payload,
                                 send_options options, std::chrono::milliseconds within) const;

    /// Awaits its reply, which has to be one of `messages`. The caller keeps all of this until
    /// then.
    static asio::awaitable<result<void>> end(const result<request_ticket>& sent,
                                             time_source::time_point deadline,
                                             const incoming_messages& messages, void* payload,
                                             received_base& into);

    const any_transport& wire() const noexcept;
    requester_counters counters() const;

private:
    address_template address_;
    std::shared_ptr<pending_replies> pending_;
    std::optional<error> broken_;
};

}  // namespace detail
}  // namespace asyncapi

#ifndef ASYNCAPI_SEPARATE_COMPILATION
#include <asyncapi/channel/impl/pending_replies.ipp>
#endif
