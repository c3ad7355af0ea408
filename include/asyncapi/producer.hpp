#pragma once

#include <asyncapi/channel/outgoing.hpp>
#include <asyncapi/message.hpp>

#include <chrono>
#include <concepts>
#include <optional>
#include <utility>

namespace asyncapi {

/// Sends the messages of a channel.
///
/// Use it on the transport's executor.
template <class... Messages>
class producer {
public:
    producer(any_transport wire, const channel_object<Messages...>& object,
             const parameters& values = {})
        : wire_{std::move(wire)}, address_{object.address} {
        auto filled = address_.fill(values);
        if (filled)
            address_ = *std::move(filled);
        else
            broken_ = filled.error();
    }

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
        if (broken_) return *broken_;
        return detail::send_message<M>(wire_, address_, payload, options);
    }

    /// With the application headers that `M` declares.
    template <class M>
    result<sent> send_as(
        const detail::payload_t<M>& payload,
        const typename detail::message_traits<M>::headers& headers,
        send_options options = {}) requires(detail::message_traits<M>::has_headers) {
        if (auto set = detail::encode_headers(headers, options.headers,
                                              detail::message_codec<M>::headers_place());
            !set) {
            return set.error();
        }
        return send_as<M>(payload, options);
    }

    /// Completes when `send` may succeed again after `would_block`.
    asio::awaitable<result<void>> writable(std::optional<std::chrono::milliseconds> within = {}) {
        return wire_->writable(deadline(within));
    }

    /// Completes when the transport has passed on all that was accepted.
    asio::awaitable<result<void>> drained(std::optional<std::chrono::milliseconds> within = {}) {
        return wire_->drained(deadline(within));
    }

    /// \return the address with the values given so far, or why they do not fit
    result<address_template> address() const {
        if (broken_) return *broken_;
        return address_;
    }
    const any_transport& wire() const noexcept { return wire_; }

private:
    std::optional<time_source::time_point> deadline(
        std::optional<std::chrono::milliseconds> within) const {
        if (!within) return {};
        return wire_->time()->now() + *within;
    }

    any_transport wire_;
    address_template address_;
    std::optional<error> broken_;
};

}  // namespace asyncapi
