#pragma once

#include <asyncapi/address.hpp>
#include <asyncapi/codec/message_codec.hpp>
#include <asyncapi/context.hpp>
#include <asyncapi/transport.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace asyncapi {

/// What a sender may say beside the payload. What is left out is made.
struct send_options {
    asyncapi::parameters parameters = {};  ///< values of the address's parameters
    std::string correlation_id = {};  ///< default: of the message being handled, else a new one
    std::string message_id = {};      ///< default: a new one
    std::string reply_address = {};   ///< where an answer is awaited
    header_map headers = {};  ///< application headers that the contract does not declare as a type
    std::optional<message_context> following =
        {};  ///< the message that is the cause: `received::context()`
};

/// Names what was accepted for sending.
struct sent {
    std::string message_id;
    std::string correlation_id;
};

namespace detail {

/// Metadata of a message that is about to be sent: ids, conversation and trace, time.
inline metadata start_metadata(const send_options& options, const any_transport& wire) {
    metadata with;
    with.message_id = options.message_id.empty() ? metadata::make_id() : options.message_id;
    with.reply_address = options.reply_address;
    with.headers = options.headers;
    with.time = wire->time()->wall_clock();
    const auto* cause = options.following ? &*options.following : ambient_context();
    with.correlation_id = options.correlation_id;
    if (cause != nullptr) {
        if (with.correlation_id.empty()) with.correlation_id = cause->correlation_id;
        with.trace = cause->trace.child();
    }
    return with;
}

inline result<sent> publish(const any_transport& wire, std::string_view address,
                            std::string_view payload, const metadata& with) {
    outbound message;
    message.address = address;
    message.payload = payload;
    message.metadata = &with;
    if (auto accepted = wire->try_publish(message); !accepted)
        return named(accepted.error(), with.message_name);
    return sent{with.message_id, with.correlation_id};
}

/// Checks, encodes and hands one message to the transport.
template <class M>
result<sent> send_message(const any_transport& wire, const address_template& address,
                          const payload_t<M>& payload, const send_options& options) {
    const auto to = address.expand(options.parameters);
    if (!to) return named(to.error(), message_traits<M>::name);
    auto with = start_metadata(options, wire);
    const auto text = message_codec<M>::encode(payload, with);
    if (!text) return text.error();
    return publish(wire, *to, *text, with);
}

}  // namespace detail
}  // namespace asyncapi
