#pragma once

#include <asyncapi/channel/outgoing.hpp>
#include <asyncapi/detail/config.hpp>
#include <asyncapi/message.hpp>

#include <chrono>
#include <concepts>
#include <optional>
#include <string_view>
#include <type_traits>
#include <utility>

namespace asyncapi {

namespace detail {

/// What a producer is, whatever it sends.
class producer_base {
public:
    /// Completes when `send` may succeed again after `would_block`.
    asio::awaitable<result<void>> writable(std::optional<std::chrono::milliseconds> within = {});

    /// Completes when the transport has passed on all that was accepted.
    asio::awaitable<result<void>> drained(std::optional<std::chrono::milliseconds> within = {});

    /// \return the address with the values given so far, or why they do not fit
    result<address_template> address() const;
    const any_transport& wire() const noexcept { return wire_; }

protected:
    producer_base(any_transport wire, std::string_view address, const parameters& values);
    producer_base(const producer_base&);
    producer_base(producer_base&&) noexcept;
    producer_base& operator=(const producer_base&);
    producer_base& operator=(producer_base&&) noexcept;
    ~producer_base();

    result<sent> send_encoded(const outgoing_message& message, const void* payload,
                              const send_options& options) const;
    result<sent> send_encoded(const outgoing_message& message, const void* payload,
                              const json_writing& how, const void* headers,
                              send_options options) const;

private:
    any_transport wire_;
    address_template address_;
    std::optional<error> broken_;
};

}  // namespace detail

/// Sends the messages of a channel.
///
/// Use it on the transport's executor.
template <class... Messages>
class producer : public detail::producer_base {
public:
    producer(any_transport wire, const channel_object<Messages...>& object,
             const parameters& values = {})
        : producer_base{std::move(wire), object.address, values} {}

    /// Checks and encodes the payload and puts it into the transport's outbound queue. Never
    /// blocks.
    ///
    /// \return `contract_violation`, `invalid_address`, `would_block`, `too_large`, `closed`, ...;
    /// the message was
    ///         then not accepted
    result<sent> send(const typename detail::payloads<Messages...>::type& payload,
                      const send_options& options = {}) requires(sizeof...(Messages) == 1) {
        return send_as<Messages...>(payload, options);
    }

    /// With the application headers that the message declares.
    template <class Headers>
    result<sent> send(
        const typename detail::payloads<Messages...>::type& payload, const Headers& headers,
        send_options options =
            {}) requires(sizeof...(Messages) == 1 &&
                         (std::same_as<Headers,
                                       typename detail::message_traits<Messages>::headers> &&
                          ...)) {
        return send_as<Messages...>(payload, headers, std::move(options));
    }

    template <class Other>
    result<sent> send(const Other&, const send_options& = {}) requires(
        sizeof...(Messages) == 1 &&
        !std::convertible_to<const Other&, typename detail::payloads<Messages...>::type>) {
        static_assert(
            !std::same_as<Other, Other>,
            "this channel carries another message: send the payload type of its channel_object");
        return errc::contract_violation;
    }

    /// For a channel of several messages, told apart by the payload's type.
    template <class Payload>
    result<sent> send(const Payload& payload,
                      const send_options& options = {}) requires(sizeof...(Messages) > 1) {
        constexpr auto matching =
            (std::size_t{std::same_as<Payload, detail::payload_t<Messages>>} + ...);
        static_assert(matching != 0, "this channel carries no message with that payload type");
        static_assert(
            matching < 2,
            "several messages of this channel have that payload: name one, send_as<M>(payload)");
        result<sent> outcome{errc::contract_violation};
        const auto attempt = [&]<class M>(std::type_identity<M>) {
            if constexpr (std::same_as<Payload, detail::payload_t<M>>)
                outcome = send_as<M>(payload, options);
        };
        (attempt(std::type_identity<Messages>{}), ...);
        return outcome;
    }

    /// Sends as the message `M`.
    template <class M>
    result<sent> send_as(const detail::payload_t<M>& payload, const send_options& options = {}) {
        static_assert((std::same_as<M, Messages> || ...),
                      "this channel does not carry that message");
        return this->send_encoded(detail::outgoing_of<M>, &payload, options);
    }

    /// With the application headers that `M` declares.
    template <class M>
    result<sent> send_as(
        const detail::payload_t<M>& payload,
        const typename detail::message_traits<M>::headers& headers,
        send_options options = {}) requires(detail::message_traits<M>::has_headers) {
        static_assert((std::same_as<M, Messages> || ...),
                      "this channel does not carry that message");
        return this->send_encoded(detail::outgoing_of<M>, &payload,
                                  detail::writing_of<typename detail::message_traits<M>::headers>,
                                  &headers, std::move(options));
    }
};

}  // namespace asyncapi

#ifndef ASYNCAPI_SEPARATE_COMPILATION
#include <asyncapi/impl/producer.ipp>
#endif
