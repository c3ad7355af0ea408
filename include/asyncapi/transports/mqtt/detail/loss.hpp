#pragma once

#include <boost/asio/error.hpp>
#include <boost/asio/ssl/error.hpp>
#include <boost/system/error_code.hpp>

#include <algorithm>
#include <cstdint>
#include <iterator>

namespace asyncapi::mqtt::detail {

/// What the end of a connection says of the messages that were under way.
enum class loss : std::uint8_t {
    unrelated,    ///< this side ended it, the network did, or the broker for reasons of its own
    unexplained,  ///< the broker ended it: perhaps for one of them
};

/// Of a connection that could not be read any more.
inline loss loss_of(const boost::system::error_code& code) {
    namespace error = boost::asio::error;
    const bool closed = code == error::eof || code == error::connection_reset ||
                        code == error::connection_aborted || code == error::broken_pipe ||
                        code == boost::asio::ssl::error::stream_truncated;
    return closed ? loss::unexplained : loss::unrelated;
}

/// Of a DISCONNECT: load, operators and other clients are no message's fault.
///
/// \see MQTT 5 section 3.14.2.1
inline loss loss_of_reason(std::uint8_t reason) {
    static constexpr std::uint8_t own[] = {0x83, 0x88, 0x89, 0x8A, 0x8B, 0x8C, 0x8D, 0x8E,
                                           0x96, 0x97, 0x98, 0x9C, 0x9D, 0x9F, 0xA0};
    return std::ranges::find(own, reason) == std::end(own) ? loss::unexplained : loss::unrelated;
}

}  // namespace asyncapi::mqtt::detail
