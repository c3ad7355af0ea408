#pragma once

#include <asyncapi/address.hpp>
#include <asyncapi/channel/subscription.hpp>
#include <asyncapi/codec/message_codec.hpp>
#include <asyncapi/context.hpp>
#include <asyncapi/message.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <variant>

namespace asyncapi {

/// A message that satisfied its contract.
///
/// Acknowledge it when its work is done. One that is destroyed without goes back to the transport
/// and is delivered again, where the transport can.
template <class... Messages>
class received {
public:
    using payload_type = typename detail::payloads<Messages...>::type;

    received(payload_type decoded, asyncapi::metadata with, detail::settlement settle)
        : payload{std::move(decoded)}, metadata{std::move(with)}, settle_{std::move(settle)} {}

    payload_type payload;  ///< one message: its payload; several: a `std::variant` in their order
    asyncapi::metadata metadata;

    const std::string& address() const noexcept { return settle_.address(); }

    /// Values of the address's parameters.
    const asyncapi::parameters& parameters() const noexcept { return settle_.parameters(); }

    /// 1 on the first delivery, more when it was delivered before.
    std::uint32_t attempt() const noexcept { return settle_.attempt(); }

    /// The message is done. Later calls do nothing.
    void acknowledge() { settle_.acknowledge(); }

    /// The message goes back now, to be delivered again.
    void release() { settle_.release(); }

    bool settled() const noexcept { return settle_.settled(); }

    /// The message goes back after a pause that doubles with each attempt.
    void release_later() { settle_.release_later(); }

    /// \return the payload if the message is an `M`, else nullptr
    template <class M>
    const detail::payload_t<M>* get_if() const noexcept {
        static_assert((std::is_same_v<M, Messages> || ...),
                      "this channel does not carry that message");
        if constexpr (sizeof...(Messages) == 1)
            return &payload;
        else
            return std::get_if<detail::index_of<M, Messages...>()>(&payload);
    }

    /// The application headers that the message declares, as their type. They have been checked.
    ///
    /// \return `contract_violation` when the message is another one than `M`, without such headers
    template <class M = std::tuple_element_t<0, std::tuple<Messages...>>>
    result<typename detail::message_traits<M>::headers> headers() const {
        static_assert((std::is_same_v<M, Messages> || ...),
                      "this channel does not carry that message");
        static_assert(detail::message_traits<M>::has_headers, "this message declares no headers");
        return detail::decode_headers<typename detail::message_traits<M>::headers>(
            metadata.headers, detail::message_traits<M>::name);
    }

    /// For `send_options::following`: what is sent with it belongs to the same conversation and
    /// trace.
    message_context context() const { return message_context::of(metadata); }

private:
    detail::settlement settle_;
};

namespace detail {

/// Finds out which of a channel's messages a delivery is, and decodes it.
///
/// The name in the metadata decides where there is one; else exactly one schema has to match.
template <class... Ms>
result<typename payloads<Ms...>::type> decode_one_of(const rapidjson::Value& json, metadata& with) {
    const auto mismatch = [&with](std::string_view reason) {
        violation where;
        where.message = with.message_name;
        where.keyword = "oneOf";
        where.reason = reason;
        return error{errc::contract_violation, std::move(where)};
    };
    constexpr std::string_view other_name = "the channel has no message of this name";
    if constexpr (sizeof...(Ms) == 1) {
        constexpr auto name = (message_traits<Ms>::name, ...);
        if (!with.message_name.empty() && with.message_name != name) return mismatch(other_name);
        auto payload = message_codec<Ms...>::decode(json, with);
        with.message_name = name;
        return payload;
    } else {
        using payload_type = typename payloads<Ms...>::type;
        static_assert(message_names_differ<Ms...>(),
                      "two messages of this channel have the same name");
        std::size_t matches = 0;
        std::size_t chosen = sizeof...(Ms);
        std::size_t index = 0;
        const auto consider = [&]<class M>(std::type_identity<M>) {
            if (with.message_name == message_traits<M>::name) {
                matches = 1;
                chosen = index;
            } else if (with.message_name.empty()) {
                const auto& compiled = compiled_schema_of<payload_t<M>>();
                if (compiled && compiled->accepts(json)) {
                    ++matches;
                    chosen = index;
                }
            }
            ++index;
        };
        (consider(std::type_identity<Ms>{}), ...);
        if (matches != 1) {
            return mismatch(!with.message_name.empty() ? other_name
                            : matches == 0
                                ? "the payload is none of the channel's messages"
                                : "the payload is more than one of the channel's messages");
        }
        result<payload_type> decoded{errc::contract_violation};
        [&]<std::size_t... I>(std::index_sequence<I...>) {
            const auto take = [&]<std::size_t At, class M>(std::integral_constant<std::size_t, At>,
                                                           std::type_identity<M>) {
                if (At != chosen) return;
                auto payload = message_codec<M>::decode(json, with);
                with.message_name = message_traits<M>::name;
                if (payload)
                    decoded = payload_type{std::in_place_index<At>, *std::move(payload)};
                else
                    decoded = payload.error();
            };
            (take(std::integral_constant<std::size_t, I>{}, std::type_identity<Ms>{}), ...);
        }
        (std::index_sequence_for<Ms...>{});
        return decoded;
    }
}

template <class... Ms>
result<typename payloads<Ms...>::type> decode_delivery(const delivery& from, metadata& with) {
    if (!is_json(from.metadata.content_type)) {
        return error{errc::malformed,
                     "the content type " + from.metadata.content_type + " is not JSON"};
    }
    if constexpr (sizeof...(Ms) == 1) {
        const auto& name = with.message_name;
        if (name.empty() || name == (message_traits<Ms>::name, ...))
            if (auto payload = message_codec<Ms...>::decode_at_once(from.payload, with))
                return *std::move(payload);
    }
    const auto json = validation::parse_json(from.payload);
    if (!json) {
        constexpr std::string_view names[] = {message_traits<Ms>::name...};
        return named(json.error(),
                     sizeof...(Ms) == 1 ? names[0] : std::string_view{with.message_name});
    }
    return decode_one_of<Ms...>(*json, with);
}

}  // namespace detail
}  // namespace asyncapi
