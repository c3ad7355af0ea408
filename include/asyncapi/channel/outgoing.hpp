#pragma once

#include <asyncapi/address.hpp>
#include <asyncapi/codec/message_codec.hpp>
#include <asyncapi/context.hpp>
#include <asyncapi/detail/config.hpp>
#include <asyncapi/transport.hpp>

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace asyncapi {

/// What a sender may say beside the payload. What is left out is made.
struct send_options {
    asyncapi::parameters parameters = {};  ///< values of the address's parameters
    std::string correlation_id = {};  ///< default: of the message being handled, else a new one
    std::string message_id = {};      ///< default: a new one
    std::string reply_address = {};   ///< where an answer is awaited
    header_map headers = {};  ///< application headers that the contract does not declare as a type
    /// The message is worth nothing after so long; a transport may drop it then. A request has as
    /// long as its sender waits.
    std::optional<std::chrono::milliseconds> expires_in = {};
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
metadata start_metadata(const send_options& options, const any_transport& wire);

/// Lets the middleware of the handle add to what is about to be sent.
void announce(const any_transport& wire, std::string_view channel, std::string_view address,
              std::string_view name, metadata& with);

/// Tells the middleware of the handle what became of it.
void report(const any_transport& wire, std::string_view channel, std::string_view address,
            std::string_view payload, const metadata& with, const result<void>& outcome);

/// \param channel  what the middleware of the handle knows it by
/// \param with     its ids are moved into what is returned, once the transport took the message
result<sent> publish(const any_transport& wire, std::string_view channel, std::string_view address,
                     std::string_view payload, metadata& with,
                     std::optional<std::chrono::milliseconds> expires_in = {});

/// Checks, encodes and hands one message to the transport.
result<sent> send_message(const any_transport& wire, const address_template& address,
                          const outgoing_message& message, const void* payload,
                          const send_options& options);

}  // namespace detail
}  // namespace asyncapi

#ifndef ASYNCAPI_SEPARATE_COMPILATION
#include <asyncapi/channel/impl/outgoing.ipp>
#endif
