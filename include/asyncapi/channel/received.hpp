#pragma once

#include <asyncapi/address.hpp>
#include <asyncapi/channel/settlement.hpp>
#include <asyncapi/codec/message_codec.hpp>
#include <asyncapi/context.hpp>
#include <asyncapi/message.hpp>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <variant>

namespace asyncapi {
namespace detail {

class subscription_state;

/// What a received message is apart from its payload.
class received_base {
public:
    asyncapi::metadata metadata;

    const std::string& address() const noexcept { return settle_.address(); }

    /// Values of the address's parameters.
    const asyncapi::parameters& parameters() const noexcept { return settle_.parameters(); }

    /// 1 on the first delivery, more when it was delivered before.
    std::uint32_t attempt() const noexcept { return settle_.attempt(); }

    /// It was there before the subscription: the last one that the broker kept for its address.
    bool retained() const noexcept { return settle_.retained(); }

    /// The message is done. Later calls do nothing.
    void acknowledge() { settle_.acknowledge(); }

    /// The message goes back now, to be delivered again.
    void release() { settle_.release(); }

    bool settled() const noexcept { return settle_.settled(); }

    /// The message could not be dealt with: it comes again after a pause, or is given up where
    /// `consumer_options::retry` says that this was its last attempt. As when a handler throws.
    ///
    /// \param why  for the dead letter
    void release_later(std::string_view why = {}) { settle_.release_later(why); }

    /// For `send_options::following`: what is sent with it belongs to the same conversation and
    /// trace.
    message_context context() const;

protected:
    received_base() noexcept;
    received_base(received_base&&) noexcept;
    received_base& operator=(received_base&&) noexcept;
    ~received_base();

private:
    friend bool accept(const std::shared_ptr<subscription_state>& state, delivery&& from,
                       const incoming_messages& messages, void* payload, received_base& into);
    friend class requesting;

    settlement settle_;
};

/// Says that a message is made to be read into.
struct to_be_read {};

}  // namespace detail

/// A message that satisfied its contract.
///
/// Acknowledge it when its work is done. One that is destroyed without goes back to the transport
/// and is delivered again, where the transport can.
template <class... Messages>
class received : public detail::received_base {
public:
    using payload_type = typename detail::payloads<Messages...>::type;

    explicit received(detail::to_be_read) : payload{} {}

    payload_type payload;  ///< one message: its payload; several: a `std::variant` in their order

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
        using headers_type = typename detail::message_traits<M>::headers;
        result<headers_type> values{headers_type{}};
        if (auto read = detail::decode_headers(detail::headers_facts_of<headers_type>,
                                               detail::reading_of<headers_type>, &*values,
                                               metadata.headers, detail::message_traits<M>::name);
            !read)
            return read.error();
        return values;
    }
};

}  // namespace asyncapi

#ifndef ASYNCAPI_SEPARATE_COMPILATION
#include <asyncapi/channel/impl/received.ipp>
#endif
