#pragma once

#include <asyncapi/channel/received.hpp>
#include <asyncapi/codec/contract_rules.hpp>
#include <asyncapi/codec/message_codec.hpp>
#include <asyncapi/detail/config.hpp>
#include <asyncapi/metadata.hpp>
#include <asyncapi/result.hpp>
#include <asyncapi/transport.hpp>

#include <memory>
#include <string_view>

namespace asyncapi::detail {

/// Where messages come from: what a document says of them is found by that.
struct message_origin {
    const contract_rules* rules = nullptr;  ///< nullptr: there is no document
    std::string_view address = {};          ///< of the channel or the operation
    message_way way = message_way::received;
    bool held = true;  ///< to what the document asks beyond the C++ type
};

/// Reads a delivery as one of a channel's messages.
///
/// The name in the metadata decides which where there is one; else exactly one schema has to match.
/// \param payload  of the channel, as it is made
result<void> decode_delivery(const delivery& from, metadata& with,
                             const incoming_messages& messages, void* payload,
                             const message_origin& origin = {});

/// Turns a delivery into a message, or refuses it by the policy for bad messages.
///
/// \param payload  of the channel, that of `into`; as it was made when the message is refused
/// \return whether there is a message; `into` has the rest of it then
bool accept(const std::shared_ptr<subscription_state>& state, delivery&& from,
            const incoming_messages& messages, void* payload, received_base& into);

}  // namespace asyncapi::detail

#ifndef ASYNCAPI_SEPARATE_COMPILATION
#include <asyncapi/channel/impl/arrival.ipp>
#endif
