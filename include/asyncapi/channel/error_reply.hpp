#pragma once

#include <asyncapi/detail/config.hpp>
#include <asyncapi/error.hpp>
#include <asyncapi/metadata.hpp>
#include <asyncapi/transport.hpp>

#include <optional>
#include <string_view>

namespace asyncapi {

/// The header that marks a reply which says why a request was refused; its value is the code's
/// text.
inline constexpr std::string_view error_header = "asyncapi-error";

namespace detail {

/// Tells whoever awaits a reply that there will be none; best effort.
void send_error_reply(const any_transport& wire, const metadata& request, std::string_view address,
                      const error& why);

/// Where the payload is all that came, an error reply is known by its members.
///
/// \return whether it is one; its header and its correlation id are then where they belong
bool recognise_error(delivery& reply);

/// Tells the sender of a message why it was refused.
///
/// A bare peer can always be reached, so it is told only where the id in the payload says that it
/// waits, and never that its error reply is wrong: both sides could go on like that for ever.
void send_refusal(const any_transport& wire, delivery message, std::string_view address,
                  const error& why);

/// \return the error that a reply stands for, where it is one
std::optional<error> error_in_reply(const delivery& reply);

}  // namespace detail
}  // namespace asyncapi

#ifndef ASYNCAPI_SEPARATE_COMPILATION
#include <asyncapi/channel/impl/error_reply.ipp>
#endif
