#pragma once

#include <asyncapi/detail/config.hpp>
#include <asyncapi/metadata.hpp>
#include <asyncapi/policy.hpp>

#include <chrono>
#include <string_view>

namespace asyncapi {

/// What the names of the headers begin with that a dead letter has beside those of its message.
///
/// `dead-letter-code` is there always; `-message`, `-pointer`, `-keyword`, `-schema-pointer` and
/// `-detail` where the error has them; then `-address`, `-attempt` and `-time` (RFC 3339, UTC).
inline constexpr std::string_view dead_letter_prefix = "dead-letter-";

namespace detail {

/// Adds the headers of a dead letter to those of its message.
void set_dead_letter_headers(header_map& headers, const rejection& letter,
                             std::chrono::system_clock::time_point when);

}  // namespace detail
}  // namespace asyncapi

#ifndef ASYNCAPI_SEPARATE_COMPILATION
#include <asyncapi/channel/impl/dead_letter_headers.ipp>
#endif
