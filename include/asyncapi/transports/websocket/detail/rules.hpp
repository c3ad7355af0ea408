#pragma once

#include <asyncapi/address.hpp>
#include <asyncapi/detail/utf8.hpp>
#include <asyncapi/transport.hpp>
#include <asyncapi/transports/detail/inbox.hpp>
#include <asyncapi/transports/websocket/options.hpp>

#include <algorithm>
#include <cstddef>
#include <string_view>

namespace asyncapi::websocket::detail {

using asyncapi::detail::is_utf8;
using asyncapi::detail::reply_prefix;

/// Longest address or filter that is taken from a peer.
inline constexpr std::size_t max_address_bytes = 1024;

inline bool plain_text(std::string_view text) {
    return !text.empty() && text.size() <= max_address_bytes && is_utf8(text) &&
           std::ranges::none_of(text, [](unsigned char c) { return c < 0x20 || c == 0x7F; });
}

/// Whether a message may be sent to the address by a peer: concrete, and not one of those that
/// lead to a connection.
inline bool acceptable_address(std::string_view address) {
    return plain_text(address) && address.front() != '@' && asyncapi::detail::is_concrete(address);
}

/// Whether a peer may subscribe to it; of replies only to those of one transport, whose name is
/// random and has to be spelled out.
inline bool acceptable_filter(std::string_view filter) {
    if (!plain_text(filter) || filter.front() == '@') return false;
    if (!filter.starts_with(reply_prefix)) return true;
    const auto name_end = filter.find('/', reply_prefix.size());
    return asyncapi::detail::is_concrete(filter.substr(0, name_end));
}

/// What is wrong with a message, whoever it is for.
inline result<void> check(const outbound& message, const connection_limits& limits) {
    if (message.payload.size() > limits.max_payload_bytes) return errc::too_large;
    if (!message.binary && !is_utf8(message.payload))
        return error{errc::malformed, "text is UTF-8; other payloads are binary"};
    return {};
}

}  // namespace asyncapi::websocket::detail
