#pragma once

#include <asyncapi/channel/pending_replies.hpp>
#include <asyncapi/channel/received.hpp>
#include <asyncapi/message.hpp>

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <type_traits>
#include <utility>

namespace asyncapi {

/// Sends the requests of an operation and awaits their replies; any number at a time, in any order.
template <class Request, class... Replies>
class requester {
public:
    using request_type = detail::payload_t<Request>;
    using reply_type = received<Replies...>;

    requester(any_transport wire, const operation_object<Request, Replies...>& operation,
              requester_options options = {})
        : requesting_{std::move(wire), operation.address, operation.reply_address,
                      in_reply(),      ids_in_payloads(), options} {}

    /// Sends `payload` and awaits the reply. The request is checked and sent when this is called,
    /// not when it is awaited.
    ///
    /// \return `timed_out` when no reply came in time, `rejected` when the other side refused the
    ///         request, `contract_violation` when request or reply broke the contract, or what
    ///         `send` can return
    asio::awaitable<result<reply_type>> request(const request_type& payload,
                                                std::chrono::milliseconds within) {
        return wait(requesting_.begin(detail::outgoing_of<Request>, &payload, {}, within),
                    deadline(within));
    }
    asio::awaitable<result<reply_type>> request(const request_type& payload,
                                                std::chrono::milliseconds within,
                                                const send_options& options) {
        return wait(requesting_.begin(detail::outgoing_of<Request>, &payload, options, within),
                    deadline(within));
    }

    template <class Unused = void, class... Options>
    asio::awaitable<result<reply_type>> request(request_type&&, std::chrono::milliseconds within,
                                                const Options&...) {
        static_assert(!std::is_void_v<Unused>,
                      "give payload and options a name first, `quote_request about{...}; co_await "
                      "quotes.request(about, 2s)`: g++ 12 destroys twice what is built inside a "
                      "co_await expression");
        return wait(errc::cancelled, deadline(within));
    }
    template <class Unused = void>
    asio::awaitable<result<reply_type>> request(const request_type&,
                                                std::chrono::milliseconds within, send_options&&) {
        static_assert(!std::is_void_v<Unused>,
                      "give payload and options a name first, `quote_request about{...}; co_await "
                      "quotes.request(about, 2s)`: g++ 12 destroys twice what is built inside a "
                      "co_await expression");
        return wait(errc::cancelled, deadline(within));
    }

    requester_counters counters() const { return requesting_.counters(); }

private:
    static constexpr bool ids_in_payloads() {
        constexpr auto in_payload = correlation_location::source::payload;
        return detail::message_traits<Request>::correlation.in == in_payload &&
               ((detail::message_traits<Replies>::correlation.in == in_payload) || ...);
    }

    static constexpr correlation_location in_reply() {
        correlation_location place;
        for (const auto each : {detail::message_traits<Replies>::correlation...})
            if (place.in == correlation_location::source::none) place = each;
        return place;
    }

    time_source::time_point deadline(std::chrono::milliseconds within) const {
        return requesting_.wire()->time()->now() + within;
    }

    static asio::awaitable<result<reply_type>> wait(result<detail::request_ticket> sent,
                                                    time_source::time_point deadline) {
        reply_type reply{detail::to_be_read{}};
        auto waiting = detail::requesting::end(sent, deadline, detail::incoming_of<Replies...>,
                                               &reply.payload, reply);
        auto came = co_await std::move(waiting);
        if (!came) co_return came.error();
        co_return std::move(reply);
    }

    detail::requesting requesting_;
};

template <class Request, class... Replies, class... More>
requester(any_transport, operation_object<Request, Replies...>, More...)
    -> requester<Request, Replies...>;

}  // namespace asyncapi
